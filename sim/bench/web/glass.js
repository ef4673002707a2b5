// The terminal's own screen: its picture, drawn as it is, and a real button over every key on it,
// so that it can be used with mouse, finger, keyboard and screen reader.

import { h } from "/dom.js";

const NAMES = { Backspace: "erase", Delete: "erase", Escape: "cancel", Enter: "ok" };
const SPOKEN = {
  erase: "Erase the last digit", cancel: "Cancel", ok: "OK", style: "Large text",
};

export class Glass {
  constructor(find, act) {
    this.find = find;
    this.act = act;
    this.size = { w_mm: 222.6, h_mm: 130.4 };
    this.drawn = 0;
    this.keys = new Map();
    this.powered = { on: true, says: "", words: [] };
    find("glass").addEventListener("pointerdown", (event) => this.touch(event));
    document.addEventListener("keydown", (event) => this.type(event));
  }

  async show(seen) {
    this.size = seen;
    this.find("glass").dataset.screen = seen.screen;
    this.power(this.powered);
    this.find("glass-name").textContent = seen.screen ? `shows “${spaced(seen.screen)}”` : "dark";
    this.find("read-out").textContent = seen.texts.join(". ");
    this.placeKeys(seen);
    const turn = ++this.drawn;
    const canvas = this.find("picture");
    if (!seen.png) {
      canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
      return;
    }
    const bytes = Uint8Array.from(atob(seen.png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    if (turn !== this.drawn) return;
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
  }

  // A key that stays keeps its button, and with it the focus.
  placeKeys(seen) {
    const gone = new Set(this.keys.keys());
    for (const key of seen.keys) {
      gone.delete(key.name);
      const button = this.keys.get(key.name) ?? this.makeKey(key.name);
      button.style.left = `${(100 * key.x_mm) / seen.w_mm}%`;
      button.style.top = `${(100 * key.y_mm) / seen.h_mm}%`;
      button.style.width = `${(100 * key.w_mm) / seen.w_mm}%`;
      button.style.height = `${(100 * key.h_mm) / seen.h_mm}%`;
    }
    for (const name of gone) {
      this.keys.get(name).remove();
      this.keys.delete(name);
    }
  }

  makeKey(name) {
    const button = h("button", {
      type: "button", "data-glass-key": name, "aria-label": SPOKEN[name] ?? name,
      // A mouse or finger touches the glass itself; this is for the keyboard.
      onclick: (event) => { if (event.detail === 0) this.act({ do: "press", key: name }); },
    });
    this.keys.set(name, button);
    this.find("keys").append(button);
    return button;
  }

  touch(event) {
    if (event.target.closest(".dark")) return;
    const box = this.find("glass").getBoundingClientRect();
    this.act({
      do: "touch",
      x_mm: ((event.clientX - box.left) / box.width) * this.size.w_mm,
      y_mm: ((event.clientY - box.top) / box.height) * this.size.h_mm,
    });
  }

  // Digits typed anywhere but in a field of the page go to the terminal's keys.
  type(event) {
    const target = event.target;
    if (target.closest("input, select, textarea")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isKey = target.closest("button, summary, a");
    const name = /^[0-9]$/.test(event.key) ? event.key : NAMES[event.key];
    if (!name || (isKey && name === "ok")) return;
    this.act({ do: "press", key: name });
    if (event.key === "Backspace") event.preventDefault();
  }

  // Behind a dark glass stands why it is dark.
  power(power) {
    this.powered = power;
    const dark = this.find("dark");
    const lit = power.on && this.find("glass").dataset.screen;
    dark.hidden = Boolean(lit);
    const text = JSON.stringify(power);
    if (lit || dark.dataset.shows === text) return;
    dark.dataset.shows = text;
    dark.replaceChildren(...[
      h("p", { class: "dark-says" }, power.says),
      power.words.length ? h("pre", {}, power.words.join("\n")) : null,
      power.on ? null : h("button", {
        type: "button", class: "main", onclick: () => this.act({ do: "power", on: true }),
      }, "Power on"),
    ].filter(Boolean));
  }
}

function spaced(name) {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
