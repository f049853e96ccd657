"""The same few minutes of a programme as the programs write it that stations use, each from its package on PyPI.

    writers.py FOLDER WHISPER_UTILS
WHISPER_UTILS is the file whisper/utils.py of openai-whisper, whose writers need nothing of its model.
"""
import importlib.util
import json
import os
import sys

import docx
import odf.opendocument
import odf.style
import odf.table
import odf.text
import pympi
import srt
import webvtt
import whisper_ctranslate2.writers
import youtube_transcript_api.formatters
from datetime import timedelta

# speaker, start, end, words
TURNS = [
    ("PENYIAR", 0.0, 3.2, "Selamat pagi, kita terima penelepon pertama. Dengan siapa di mana?"),
    ("PENELEPON", 3.6, 6.0, "Ulun Rahmah di Desa Bariang & sekitarnya, pak."),
    ("PENELEPON", 6.1, 9.4, "Jalan di muka <SD> rusak, banyu \"mandam\" terus."),
    ("BUPATI", 9.9, 12.5, "Terima kasih Bu Rahmah. Rabu depan ditimbun dulu."),
    ("PENYIAR", 12.9, 13.6, "Inggih."),
    ("PENELEPON 2", 14.0, 17.25, "Halo, saya Udin dari Wasah Hilir: lampu jalan padam 2 minggu."),
]
LABELS = {"PENYIAR": "SPEAKER_00", "PENELEPON": "SPEAKER_01", "BUPATI": "SPEAKER_02", "PENELEPON 2": "SPEAKER_03"}


def result(speakers, words):
    """What Whisper hands its writers."""
    segments = []
    for number, (speaker, start, end, text) in enumerate(TURNS):
        segment = {"id": number, "seek": 0, "start": start, "end": end, "text": " " + text, "tokens": [50364, 1, 2],
                   "temperature": 0.0, "avg_logprob": -0.21, "compression_ratio": 1.3, "no_speech_prob": 0.01}
        if speakers:
            segment["speaker"] = LABELS[speaker]
        if words:
            parts = text.split()
            step = (end - start) / len(parts)
            segment["words"] = [
                {"word": " " + part, "start": round(start + at * step, 2), "end": round(start + (at + 1) * step, 2),
                 "probability": 0.9} for at, part in enumerate(parts)]
        segments.append(segment)
    return {"text": " ".join(turn[3] for turn in TURNS), "segments": segments, "language": "id"}


def whisper(folder, utils):
    for ending in ("txt", "vtt", "srt", "tsv", "json"):
        utils.get_writer(ending, folder)(result(False, False), f"whisper-{ending}.wav", {})
    for ending in ("srt", "vtt"):
        utils.get_writer(ending, folder)(
            result(False, True), f"whisper-lines-{ending}.wav",
            {"max_line_width": 36, "max_line_count": 2, "highlight_words": False})
        utils.get_writer(ending, folder)(
            result(False, True), f"whisper-highlight-{ending}.wav",
            {"max_line_width": None, "max_line_count": None, "highlight_words": True})
    utils.get_writer("json", folder)(result(True, True), "whisper-words-json.wav", {})
    others = whisper_ctranslate2.writers.get_writer
    for ending in ("txt", "vtt", "srt", "tsv", "json"):
        others(ending, folder)(
            result(True, False), f"voices-{ending}.wav",
            {"max_line_width": None, "max_line_count": None, "highlight_words": False})


def youtube(folder):
    class Line:
        def __init__(self, turn):
            _, self.start, end, self.text = turn
            self.duration = end - self.start

    class Lines(list):
        def to_raw_data(self):
            return [vars(line) for line in self]

    lines = Lines(Line(turn) for turn in TURNS)
    load = youtube_transcript_api.formatters.FormatterLoader().load
    for kind, ending in (("json", "json"), ("text", "txt"), ("srt", "srt"), ("webvtt", "vtt")):
        write(folder, f"youtube-{ending}.{ending}", load(kind).format_transcript(lines))


def subtitles(folder):
    write(folder, "srt.srt", srt.compose([
        srt.Subtitle(number, timedelta(seconds=start), timedelta(seconds=end), f"{speaker}: {text}")
        for number, (speaker, start, end, text) in enumerate(TURNS, 1)]))

    def stamp(seconds):
        return f"00:00:{seconds:06.3f}"

    captions = webvtt.WebVTT()
    for speaker, start, end, text in TURNS:
        words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        captions.captions.append(webvtt.Caption(stamp(start), stamp(end), [f"<v {speaker}>{words}</v>"]))
    captions.save(os.path.join(folder, "webvtt.vtt"))


def word(folder):
    document = docx.Document()
    document.add_heading("Bupati Mendengar, Rabu 18 November 2026", level=1)
    for speaker, _, _, text in TURNS:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker}:").bold = True
        # Word splits runs where it pleases.
        half = len(text) // 2
        paragraph.add_run(" " + text[:half])
        paragraph.add_run(text[half:]).italic = True
    document.save(os.path.join(folder, "word.docx"))
    document = docx.Document()
    document.add_paragraph("Transkrip siaran")
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("Waktu", "Pembicara", "Ucapan")):
        cell.text = head
    for speaker, start, _, text in TURNS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = f"00:00:{int(start):02d}", speaker, text
    document.save(os.path.join(folder, "word-table.docx"))


def open_document(folder):
    document = odf.opendocument.OpenDocumentText()
    bold = odf.style.Style(name="Tebal", family="text")
    bold.addElement(odf.style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.text.addElement(odf.text.H(outlinelevel=1, text="Bupati Mendengar, Rabu 18 November 2026"))
    for speaker, _, _, text in TURNS:
        paragraph = odf.text.P()
        paragraph.addElement(odf.text.Span(stylename=bold, text=f"{speaker}:"))
        paragraph.addElement(odf.text.Tab())
        paragraph.addText(text)
        document.text.addElement(paragraph)
    document.save(os.path.join(folder, "writer.odt"))
    document = odf.opendocument.OpenDocumentText()
    table = odf.table.Table(name="Transkrip")
    table.addElement(odf.table.TableColumn(numbercolumnsrepeated=3))
    for cells in [("Waktu", "Pembicara", "Ucapan")] + [
            (f"00:00:{int(start):02d}", speaker, text) for speaker, start, _, text in TURNS]:
        row = odf.table.TableRow()
        for cell in cells:
            holder = odf.table.TableCell()
            holder.addElement(odf.text.P(text=cell))
            row.addElement(holder)
        table.addElement(row)
    document.text.addElement(table)
    document.save(os.path.join(folder, "writer-table.odt"))


def elan(folder):
    file = pympi.Elan.Eaf(author="Radio")
    file.remove_tier("default")
    for speaker, start, end, text in TURNS:
        if speaker not in file.get_tier_names():
            file.add_tier(speaker)
        file.add_annotation(speaker, round(start * 1000), round(end * 1000), text)
    file.to_file(os.path.join(folder, "elan.eaf"))


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def main():
    folder, path = sys.argv[1:3]
    spec = importlib.util.spec_from_file_location("whisper_utils", path)
    utils = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(utils)
    whisper(folder, utils)
    youtube(folder)
    subtitles(folder)
    word(folder)
    open_document(folder)
    elan(folder)
    print(json.dumps([{"speaker": speaker, "start": start, "end": end, "text": text}
                      for speaker, start, end, text in TURNS], ensure_ascii=False))


if __name__ == "__main__":
    main()
