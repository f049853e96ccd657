"""Dovecot as a peer and as a mailbox: IMAP and LMTP on free loopback ports, without root's rights."""
import os
import shutil
import subprocess

from machine import Failure, Process, free_port

PASSWORD = "bench"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%n
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-urlauth-login {{
  chroot =
}}
protocol lmtp {{
  postmaster_address = postmaster@localhost
  auth_username_format = %Ln
}}
namespace inbox {{
  inbox = yes
}}
"""


class Dovecot:
    def __init__(self, place, name):
        if not shutil.which("dovecot", path=os.environ["PATH"] + ":/usr/sbin"):
            raise Failure("dovecot is not installed: apt-get install dovecot-imapd dovecot-lmtpd")
        self.folder = place.make(name)
        self.imap, self.lmtp = free_port(), free_port()
        self.root = os.geteuid() == 0
        user, group = ("nobody", "nogroup") if self.root else (os.environ["USER"],) * 2
        for part in ("run", "state", "mail"):
            os.makedirs(os.path.join(self.folder, part), exist_ok=True)
        path = os.path.join(self.folder, "dovecot.conf")
        with open(path, "w") as file:
            file.write(CONFIGURATION.format(
                folder=self.folder, user=user, group=group, password=PASSWORD, imap=self.imap,
                lmtp=self.lmtp))
        self.give_away()
        as_user = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"] if self.root else []
        self.process = Process(
            [*as_user, "/usr/sbin/dovecot", "-F", "-c", path], os.path.join(self.folder, "dovecot.log"))
        self.process.wait_for(self._listens)

    def give_away(self):
        """What root has written belongs to whom Dovecot runs as."""
        if self.root:
            subprocess.run(["chown", "-R", "nobody:nogroup", self.folder], check=True)

    def _listens(self):
        import socket
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.lmtp)) == 0

    def maildir(self, user, name=""):
        return os.path.join(self.folder, "mail", user, f".{name}" if name else "")

    def fill(self, user, mails):
        """Puts mails into the inbox as a delivery agent does."""
        new = os.path.join(self.maildir(user), "new")
        for part in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(self.maildir(user), part), exist_ok=True)
        for number, raw in enumerate(mails):
            with open(os.path.join(new, f"{1_795_000_000 + number}.M{number}.bench"), "wb") as file:
                file.write(raw)
        self.give_away()

    def count(self, user, name=""):
        total = 0
        for part in ("new", "cur"):
            path = os.path.join(self.maildir(user, name), part)
            total += len(os.listdir(path)) if os.path.isdir(path) else 0
        return total
