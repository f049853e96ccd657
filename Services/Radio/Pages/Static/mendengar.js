// Enhances pages that work without it: the chosen file's name, dropping a file, saving while one types, keys.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  // --- Unggah -----------------------------------------------------------------------------------------------
  const file = byId("berkas");
  const shown = byId("berkas-nama");
  if (file && shown) {
    const show = () => {
      const one = file.files[0];
      const limit = Number(file.dataset.max);
      const isLarge = one && limit && one.size > limit;
      shown.textContent = one
        ? one.name + (isLarge ? " – terlalu besar, jadi tidak dapat diunggah. Pilih naskahnya, bukan rekamannya." : "")
        : "";
      shown.classList.toggle("bad", Boolean(isLarge));
      file.setCustomValidity(isLarge ? "Berkas ini terlalu besar." : "");
      // Recorders put the day into the name: 2026-11-18, 20261118.
      const day = byId("tanggal");
      const found = one && one.name.match(/(20\d\d)-?([01]\d)-?([0-3]\d)/);
      if (found && day && !day.value) {
        day.value = found.slice(1).join("-");
        day.dispatchEvent(new Event("input"));
      }
    };
    file.addEventListener("change", show);
    const drop = file.closest(".drop");
    for (const target of [drop, document.documentElement]) {
      target.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
      target.addEventListener("drop", (event) => {
        event.preventDefault();
        drop.classList.remove("over");
        if (event.dataTransfer.files.length) { file.files = event.dataTransfer.files; show(); }
      });
    }
    document.documentElement.addEventListener("dragleave", () => drop.classList.remove("over"));
    // How far the upload is; the answer then is the page that the form would have led to.
    const form = file.form;
    const bar = byId("kemajuan");
    form.addEventListener("submit", (event) => {
      if (!bar || !window.XMLHttpRequest) return;
      event.preventDefault();
      if (form.dataset.sending) return;
      form.dataset.sending = "1";
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (step) => {
        if (!step.lengthComputable) return;
        bar.hidden = false;
        bar.value = step.loaded / step.total;
        bar.nextElementSibling.textContent = step.loaded < step.total
          ? Math.round(100 * step.loaded / step.total) + " % terkirim"
          : "Terkirim. Naskahnya sedang dibaca …";
      });
      request.addEventListener("load", () => {
        const path = new URL(request.responseURL).pathname;
        if (path === "/masuk") {
          again("Sesi Anda sudah berakhir. Masuklah lagi di tab lain, lalu tekan tombolnya sekali lagi; "
            + "berkas dan isian Anda tetap di sini.");
          form.dataset.stale = "1";
          return;
        }
        if (path !== "/unggah") { location.assign(request.responseURL); return; }
        document.open();
        document.write(request.responseText);
        document.close();
      });
      const again = (text) => {
        delete form.dataset.sent;
        delete form.dataset.sending;
        bar.hidden = true;
        bar.nextElementSibling.textContent = text;
      };
      request.addEventListener("error", () => again("Sambungan terputus. Tekan tombolnya sekali lagi."));
      // After another sign-in the form's token is of a session that is gone.
      const renew = form.dataset.stale
        ? fetch(form.action).then((answer) => answer.text()).then((text) => {
          const token = new DOMParser().parseFromString(text, "text/html").querySelector(".card [name=csrf]");
          if (token) { form.elements.csrf.value = token.value; delete form.dataset.stale; }
        })
        : Promise.resolve();
      renew.then(() => request.send(new FormData(form)))
        .catch(() => again("Sambungan terputus. Tekan tombolnya sekali lagi."));
    });
    show();
  }
  // The browser writes dates in its own language; this writes the chosen one in ours.
  const day = byId("tanggal");
  const read = byId("tanggal-terbaca");
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

  // --- Printing ---------------------------------------------------------------------------------------------
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // --- A slow line must not send a form twice ---------------------------------------------------------------
  const resendAfter = 20000;
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
      // An answer that was stopped leaves the page usable.
      setTimeout(() => {
        delete form.dataset.sent;
        if (event.submitter) { event.submitter.removeAttribute("aria-busy"); }
      }, resendAfter);
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form")) { delete form.dataset.sent; }
  });
  // Nothing that citizens said stays on a shared computer.
  const leave = document.querySelector("form[action='/keluar']");
  if (leave) {
    leave.addEventListener("submit", () => {
      try {
        for (const key of Object.keys(localStorage)) { if (key.startsWith("mendengar:/")) localStorage.removeItem(key); }
      } catch { /* private windows have no store */ }
    });
  }

  // --- Tinjau: saving while one types -----------------------------------------------------------------------
  const form = document.querySelector("form[data-autosave]");
  const state = byId("simpanan");
  if (form && state) {
    // The answer to a form is this item's page too: what is kept here, and loaded again, is the item's.
    const here = form.dataset.here;
    if (location.pathname !== here) history.replaceState(null, "", here);
    const key = "mendengar:" + here;
    const typed = ["nama", "tempat", "isi"];
    const values = () => Object.fromEntries(typed.map((name) => [name, form.elements[name].value]));
    // What the server has, as far as this page knows.
    let server = values();
    let timer = 0;
    let isBusy = false;
    let isDirty = false;
    let submitter = null;
    let wait = 2000;
    const say = (text, bad) => { state.textContent = text; state.classList.toggle("bad", Boolean(bad)); };
    const keep = () => {
      try {
        localStorage.setItem(key, JSON.stringify({ operator: form.dataset.operator, server, typed: values() }));
      } catch { /* private windows have no store; the server still has everything that was saved */ }
    };
    const forget = () => { try { localStorage.removeItem(key); } catch { /* as above */ } };
    // After another sign-in the form's token is of a session that is gone.
    const renew = async () => {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("input[name=csrf]");
      if (!token) return false;
      for (const field of document.querySelectorAll("input[name=csrf]")) { field.value = token.value; }
      return true;
    };
    const send = () => {
      const body = new URLSearchParams(new FormData(form));
      body.set("simpan", "1");
      return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    };
    const later = (text) => {
      isDirty = true;
      say(text, true);
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, 30000);
    };
    const save = async () => {
      clearTimeout(timer);
      timer = 0;
      if (isBusy || !isDirty || form.dataset.sent) return;
      isBusy = true;
      isDirty = false;
      say("Menyimpan …");
      const sent = values();
      try {
        let answer = await send();
        if ((answer.redirected || answer.status === 403) && await renew()) answer = await send();
        if (answer.redirected || answer.status === 403) {
          later("Sesi Anda sudah berakhir. Masuklah lagi di tab lain; ketikan Anda tetap ada di sini.");
          return;
        }
        const result = await answer.json();
        if (!answer.ok) {
          // The page must be looked at before the same is sent again.
          say(result.message || result.detail || "Belum tersimpan.", true);
          return;
        }
        for (const field of document.querySelectorAll("input[name=version]")) { field.value = result.version; }
        wait = 2000;
        server = sent;
        if (isDirty) { keep(); } else { forget(); say("Tersimpan otomatis."); }
      } catch {
        later("Belum tersimpan: sambungan terputus. Dicoba lagi sebentar lagi; isian Anda tetap ada di sini.");
      } finally {
        isBusy = false;
        // What was typed meanwhile, and what waits for this to end.
        if (submitter) {
          const button = submitter;
          submitter = null;
          form.requestSubmit(button === form ? undefined : button);
        } else if (isDirty && !timer) {
          timer = setTimeout(save, 1200);
        }
      }
    };
    const touch = (delay) => {
      isDirty = true;
      keep();
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    };
    form.addEventListener("input", (event) => { if (event.target.name) touch(1200); });
    form.addEventListener("change", (event) => { if (event.target.name) touch(0); });
    // In the capturing phase, so that it comes before what keeps a form from being sent twice.
    form.addEventListener("submit", (event) => {
      if (isBusy) {
        event.preventDefault();
        event.stopPropagation();
        submitter = event.submitter || form;
        return;
      }
      clearTimeout(timer);
      isDirty = false;
    }, true);
    addEventListener("beforeunload", (event) => { if ((isDirty || isBusy) && !form.dataset.sent) event.preventDefault(); });
    // What a crash or a dead line left unsent: by itself only where nobody changed the item since.
    try {
      const left = JSON.parse(localStorage.getItem(key) || "null");
      const differs = left && typed.some((name) => left.typed[name] !== server[name]);
      if (left && (!differs || left.operator !== form.dataset.operator)) {
        forget();
      } else if (left) {
        const restore = () => {
          for (const name of typed) { form.elements[name].value = left.typed[name]; }
          touch(1200);
        };
        if (typed.every((name) => left.server[name] === server[name])) {
          restore();
          say("Ketikan yang belum tersimpan dari sebelumnya dipulihkan.");
        } else {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = "Pulihkan ketikan saya";
          button.addEventListener("click", () => { restore(); button.remove(); });
          say("Butir ini diubah operator lain sejak ketikan Anda yang belum tersimpan.", true);
          state.after(button);
        }
      }
    } catch { /* as above */ }
  }

  // --- Tinjau: keys (may be turned off, WCAG 2.1.4) ---------------------------------------------------------
  const toggle = byId("pintas");
  if (toggle) {
    try { toggle.checked = localStorage.getItem("mendengar:pintas") !== "0"; } catch { /* as above */ }
    toggle.addEventListener("change", () => {
      try { localStorage.setItem("mendengar:pintas", toggle.checked ? "1" : "0"); } catch { /* as above */ }
    });
  }
  const turns = [...document.querySelectorAll(".turns > li")];
  let active = null;
  const choose = (turn) => {
    if (!turn) return;
    if (active) { active.classList.remove("active"); active.removeAttribute("aria-current"); }
    active = turn;
    active.classList.add("active");
    active.setAttribute("aria-current", "true");
    active.scrollIntoView({ block: "nearest" });
  };
  for (const turn of turns) { turn.addEventListener("click", () => choose(turn)); }
  const submit = (name, value) => {
    const main = byId("butir");
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    main.append(field);
    main.requestSubmit();
  };
  // Where the operator clicked into a turn's words, as an offset in Unicode scalars; 0 at its start.
  const caret = () => {
    const selection = getSelection();
    if (!selection || !selection.anchorNode) return null;
    const words = selection.anchorNode.parentElement && selection.anchorNode.parentElement.closest(".words");
    if (!words) return null;
    const text = words.textContent;
    let at = selection.anchorOffset;
    while (at > 0 && /\S/.test(text[at - 1])) at -= 1;
    return { turn: words.closest("li"), at: [...text.slice(0, at)].length };
  };
  const split = () => {
    const place = caret();
    if (place && place.at > 0) {
      submit("pisah", place.turn.dataset.turn + ":" + place.at);
    } else {
      const turn = (place && place.turn) || active;
      const button = turn && turn.querySelector("button[name=pisah]");
      if (button) button.click();
    }
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const isTyping = target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (event.key === "Escape" && isTyping) { target.blur(); return; }
    if (!toggle || !toggle.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && target.matches("a, button, summary")) return;
    if (event.key === "s" || event.key === "S") { event.preventDefault(); split(); return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!turns.length || target.matches("input[type=radio]")) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(active ? turns[turns.indexOf(active) + step] : turns[step > 0 ? 0 : turns.length - 1]);
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = document.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (!found) return;
    event.preventDefault();
    if (found.matches("input[type=text], input:not([type]), textarea")) { found.focus(); found.select(); } else { found.click(); }
    if (found.matches("summary")) found.focus();
  });
})();
