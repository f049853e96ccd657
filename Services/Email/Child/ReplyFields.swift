// The fields of a read mail in the order in which they go over the socket.

extension ParsedMail: Portable {
    func write(to bytes: inout [UInt8]) {
        headers.write(to: &bytes)
        from.write(to: &bytes)
        sender.write(to: &bytes)
        replyTo.write(to: &bytes)
        recipients.write(to: &bytes)
        subject.write(to: &bytes)
        date.write(to: &bytes)
        messageID.write(to: &bytes)
        inReplyTo.write(to: &bytes)
        references.write(to: &bytes)
        mediaType.write(to: &bytes)
        reportType.write(to: &bytes)
        text.write(to: &bytes)
        textSource.rawValue.write(to: &bytes)
        attachments.write(to: &bytes)
        carriesMail.write(to: &bytes)
        deliveryStatus.write(to: &bytes)
        returnedHeaders.write(to: &bytes)
        forwarded.write(to: &bytes)
        isSigned.write(to: &bytes)
        isEncrypted.write(to: &bytes)
        notes.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        self.init()
        headers = try reader.value()
        from = try reader.value()
        sender = try reader.value()
        replyTo = try reader.value()
        recipients = try reader.value()
        subject = try reader.value()
        date = try reader.value()
        messageID = try reader.value()
        inReplyTo = try reader.value()
        references = try reader.value()
        mediaType = try reader.value()
        reportType = try reader.value()
        text = try reader.value()
        guard let source = TextSource(rawValue: try reader.value()) else { throw .protocolBroken }
        textSource = source
        attachments = try reader.value()
        carriesMail = try reader.value()
        deliveryStatus = try reader.value()
        returnedHeaders = try reader.value()
        forwarded = try reader.value()
        isSigned = try reader.value()
        isEncrypted = try reader.value()
        notes = try reader.value()
    }
}

extension ParsedMail.Header: Portable {
    func write(to bytes: inout [UInt8]) {
        name.write(to: &bytes)
        value.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        name = try reader.value()
        value = try reader.value()
    }
}

extension ParsedMail.Forwarded: Portable {
    func write(to bytes: inout [UInt8]) {
        from.write(to: &bytes)
        subject.write(to: &bytes)
        date.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        from = try reader.value()
        subject = try reader.value()
        date = try reader.value()
    }
}

extension MailAddress: Portable {
    func write(to bytes: inout [UInt8]) {
        address.write(to: &bytes)
        name.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        address = try reader.value()
        name = try reader.value()
    }
}

extension MailAttachment: Portable {
    func write(to bytes: inout [UInt8]) {
        filename.write(to: &bytes)
        mediaType.write(to: &bytes)
        self.bytes.write(to: &bytes)
        sha256.write(to: &bytes)
        declaredType.write(to: &bytes)
        isInline.write(to: &bytes)
        isStored.write(to: &bytes)
        danger.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        filename = try reader.value()
        mediaType = try reader.value()
        bytes = try reader.value()
        sha256 = try reader.value()
        declaredType = try reader.value()
        isInline = try reader.value()
        isStored = try reader.value()
        danger = try reader.value()
    }
}

extension MailRefusal: Portable {
    func write(to bytes: inout [UInt8]) {
        code.rawValue.write(to: &bytes)
        message.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        guard let code = Code(rawValue: try reader.value()) else { throw .protocolBroken }
        self.code = code
        message = try reader.value()
    }
}
