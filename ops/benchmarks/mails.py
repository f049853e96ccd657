"""Mails like those a regency gets, the same for every run: short texts, HTML beside them, some photos."""
import random
from email.message import EmailMessage
from email.policy import SMTP

KECAMATAN = ["Kandangan", "Sungai Raya", "Daha Selatan", "Daha Utara", "Loksado", "Simpur", "Angkinang"]
MATTERS = [
    "jalan berlubang dan licin bila hujan", "lampu jalan padam sejak minggu lalu",
    "air ledeng tidak mengalir", "sampah menumpuk di pinggir pasar", "jembatan kayu sudah lapuk",
    "bantuan belum dibagikan", "antrean di puskesmas terlalu lama",
]


def mail(number, seed=20261128):
    """Mail `number` as bytes with CRLF line ends; 7 of 10 plain, 2 with HTML, 1 with a photo of 100 KB."""
    dice = random.Random(seed * 1_000_003 + number)
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Warga {number} <warga{number}@warga.example>"
    message["To"] = "aduan@hss.example"
    message["Subject"] = f"Laporan {number}: {dice.choice(MATTERS)}"
    message["Date"] = f"Wed, 18 Nov 2026 {number % 24:02}:{number % 60:02}:00 +0800"
    message["Message-ID"] = f"<bench-{number}@warga.example>"
    message["Received"] = "from mx.warga.example by mx.hss.example with ESMTPS; Wed, 18 Nov 2026 09:00:00 +0800"
    lines = [f"Yth. Bapak/Ibu, kami warga {dice.choice(KECAMATAN)} melaporkan laporan nomor {number}."]
    for _ in range(dice.randint(3, 25)):
        lines.append(
            f"Di RT {dice.randint(1, 20):03} {dice.choice(MATTERS)}, sudah {dice.randint(2, 30)} hari – mohon "
            "segera ditangani karena mengganggu warga sekitar.")
    text = "\n".join(lines) + "\n"
    message.set_content(text, cte="quoted-printable" if number % 3 else "8bit")
    kind = number % 10
    if kind in (3, 6):
        paragraphs = "".join(f'<p style="margin:0;color:#222">{line}</p>' for line in lines)
        message.add_alternative(
            f'<html><head><style>p {{ margin: 0 }}</style></head><body><div dir="ltr">{paragraphs}</div>'
            "</body></html>", subtype="html")
    elif kind == 9:
        photo = b"\xff\xd8\xff\xe0" + dice.randbytes(100_000)
        message.add_attachment(photo, maintype="image", subtype="jpeg", filename=f"foto-{number}.jpg")
    return message.as_bytes()


def lmtp_data(raw):
    """A mail as it stands between DATA and the dot (RFC 5321 section 4.5.2)."""
    lines = raw.replace(b"\r\n.", b"\r\n..")
    return (b"." + lines if lines.startswith(b".") else lines) + b".\r\n"
