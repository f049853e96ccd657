// Enhances pages that work without it: shows the chosen file's name, lets a file be dropped, and opens
// the item a link points to.
(() => {
  const file = document.getElementById("berkas");
  const shown = document.getElementById("berkas-nama");
  if (file && shown) {
    const show = () => { shown.textContent = file.files.length ? file.files[0].name : ""; };
    file.addEventListener("change", show);
    const drop = file.closest(".drop");
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) { file.files = event.dataTransfer.files; show(); }
    });
    show();
  }
  // The browser writes dates in its own language; this writes the chosen one in ours.
  const day = document.getElementById("tanggal");
  const read = document.getElementById("tanggal-terbaca");
  if (day && read) {
    const show = () => {
      read.textContent = day.value
        ? new Date(day.value + "T00:00:00Z").toLocaleDateString("id-ID", {
          weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) + ". "
        : "";
    };
    day.addEventListener("input", show);
    show();
  }
  // A slow line must not send a form twice.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form")) { delete form.dataset.sent; }
  });
})();
