import ArgumentParser
import RadioService

SegmentCommand.main()
