import RadioService
SegmentCommand.main()
