// A form with a file: it can be dropped anywhere on the form, is refused before it is sent where it is too large,
// and says how far it is. Without this the form is sent as any other.
class FileDrop extends HTMLElement {
  connectedCallback() {
    if (!this.take()) return;
    if ("many" in this.form.dataset) this.input.multiple = true;
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget)) this.classList.remove("over");
    });
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("submit", (event) => this.submit(event));
  }

  take() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    return this.form && this.input;
  }

  hover(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.classList.add("over");
  }

  drop(event) {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.classList.remove("over");
    this.input.files = event.dataTransfer.files;
    this.input.focus();
    if ("many" in this.form.dataset) this.form.requestSubmit();
  }

  async submit(event) {
    const files = [...this.input.files];
    if (!files.length || this.busy) return;
    event.preventDefault();
    const large = files.find((file) => file.size > Number(this.form.dataset.limit));
    if (large) {
      this.say(`${large.name} ${this.form.dataset.tooLarge}`, "error");
      return;
    }
    this.busy = true;
    let answer = null;
    for (const file of files) {
      answer = await this.send(file);
      if (!answer.moved) break;
    }
    this.busy = false;
    if (!answer.moved) this.refused(answer.page);
    else if (files.length > 1) window.location.reload();
    else window.location.assign(answer.url);
  }

  // One file after the other; `moved` where the server led on, which it does when all went well.
  send(file) {
    const body = new FormData(this.form);
    body.set("file", file);
    const sent = new XMLHttpRequest();
    const url = this.form.action || window.location.href;
    const bar = this.bar(file.name);
    return new Promise((resolve) => {
      sent.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      sent.addEventListener("load", () => {
        const page = new DOMParser().parseFromString(sent.responseText, "text/html");
        resolve({ moved: sent.status < 300 && sent.responseURL !== url, url: sent.responseURL, page });
      });
      sent.addEventListener("error", () => resolve({ moved: false, page: null }));
      sent.open("POST", url);
      sent.send(body);
    });
  }

  bar(name) {
    this.querySelector(".sending")?.remove();
    const box = document.createElement("div");
    box.className = "sending";
    const words = document.createElement("span");
    words.className = "small";
    words.setAttribute("role", "status");
    words.textContent = `${this.form.dataset.sending}: ${name}`;
    const bar = document.createElement("progress");
    bar.className = "progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    box.append(words, bar);
    this.form.append(box);
    return bar;
  }

  // What the server says against it, in the words of its page.
  refused(page) {
    this.querySelector(".sending")?.remove();
    const form = page?.querySelector("file-drop form:not([data-many])");
    if (form && !("many" in this.form.dataset)) {
      const kept = this.input.files;
      this.replaceChildren(form);
      this.take();
      this.input.files = kept;
      this.querySelector("[role=alert], .error")?.scrollIntoView({ block: "center" });
      return;
    }
    const said = page?.querySelector("main .notice-error, main [role=alert], main p");
    this.say(said ? said.textContent.trim() : this.form.dataset.tooLarge, "error");
  }

  say(text, kind) {
    this.querySelector(".said")?.remove();
    const box = document.createElement("p");
    box.className = `said notice notice-${kind}`;
    box.setAttribute("role", "alert");
    box.textContent = text;
    this.prepend(box);
  }
}

customElements.define("file-drop", FileDrop);
