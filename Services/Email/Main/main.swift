// The e-mail service. It is also its own mail parser: see MailChild.
import EmailService

MailChild.runIfAsked()
print("not built")
