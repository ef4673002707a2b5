// What a person at the bench holds and switches: badge, parcels, a new parcel, cables and power;
// and the strip that says what to do next.

import { h, panel } from "/dom.js";

const SWITCHES = [
  ["power", "Power", "Cut the power", "Power on"],
  ["network", "Network", "Cut it", "Restore"],
  ["locks", "Lock line", "Unplug", "Plug in"],
  ["scanner", "Scanner", "Unplug", "Plug in"],
  ["reader", "Card reader", "Pull its plug", "Plug in"],
];
const SIZES = ["XS", "S", "M", "L", "?"];
const WAYS = [
  ["", "a courier, to be collected here"],
  ["send", "its sender, to be sent"],
  ["return", "its sender, back to the shop"],
  ["storage", "its sender, to be collected here"],
];

export function switches(root, act) {
  return panel(root, (value) => SWITCHES.map(([name, title, off, on]) => {
    const state = value[name];
    return h("div", { class: state.on ? "switch" : "switch off", "data-switch": name },
      h("div", { class: "switch-line" },
        h("b", {}, title),
        h("button", {
          type: "button", "data-key": name, onclick: () => act({ do: name, on: !state.on }),
        }, state.on ? off : on)),
      h("p", {}, state.says));
  }));
}

export function guide(root, act) {
  return panel(root, (value) => {
    const step = value.steps[value.at];
    return [
      h("div", { class: "guide-now", "aria-live": "polite" },
        h("p", { class: "guide-count" }, step ? `Step ${value.at + 1} of ${value.steps.length}` : "Done"),
        h("p", { class: "guide-title" }, step ? step.title : "The whole story"),
        h("p", { class: "guide-hint" }, value.hint)),
      h("ol", { class: "steps" }, value.steps.map((each, at) => h("li", {
        class: each.is_done ? "done" : at === value.at ? "now" : "",
        "aria-current": at === value.at ? "step" : null,
      }, h("span", { class: "dot", "aria-hidden": "true" }, each.is_done ? "✓" : String(at + 1)),
        h("span", {}, each.title)))),
      h("button", {
        type: "button", class: "quiet", "data-key": "begin", onclick: () => act({ do: "begin" }),
      }, "Start over"),
    ];
  });
}

export function hands(root, act) {
  const carried = h("div", { class: "carried" });
  root.replaceChildren(carried,
    h("details", {}, h("summary", {}, "Register a new parcel"), newParcel(act)),
    h("details", {}, h("summary", {}, "Scan something else"), anyText(act)));
  return panel(carried, (value) => {
    const scan = (text) => () => act({ do: "scan", text });
    return [
      ...value.cards.map((each) => h("button", {
        type: "button", class: "card", "data-key": `card ${each.card}`, "data-card": each.card,
        onclick: () => act({ do: "card", card: each.card }),
      }, h("b", {}, `Card “${each.card}”`), h("span", {}, each.says))),
      h("button", { type: "button", class: "badge", "data-key": "badge", "data-scan": "badge", onclick: scan(value.badge) },
        h("b", {}, "Courier’s badge"), h("span", {}, `${value.courier} · PIN ${value.pin}`)),
      ...value.parcels.filter((parcel) => !parcel.is_gone || parcel.shipment === value.hand)
        .map((parcel) => h("button", {
          type: "button", "data-key": parcel.shipment, "data-scan": parcel.shipment,
          class: parcel.shipment === value.hand ? "parcel held" : "parcel", onclick: scan(parcel.shipment),
        }, h("b", {}, parcel.shipment), h("span", {},
          parcel.shipment === value.hand ? "in your hand · " : "",
          `${parcel.size === "?" ? "size unknown" : `size ${parcel.size}`} · ${parcel.says}`))),
    ];
  });
}

function newParcel(act) {
  const size = h("select", { id: "new-size", name: "size" },
    SIZES.map((name) => h("option", { value: name, selected: name === "S" }, name === "?" ? "unknown" : name)));
  const phone = h("input", { id: "new-phone", name: "phone", type: "tel", value: "+371 26123456", size: 13 });
  const cod = h("input", { id: "new-cod", name: "cod", inputmode: "decimal", placeholder: "0.00", size: 6 });
  const way = h("select", { id: "new-way", name: "way" }, WAYS.map(([value, text]) => h("option", { value }, text)));
  const kept = h("input", { id: "new-kept", name: "kept", inputmode: "numeric", placeholder: "any", size: 4 });
  const email = h("input", { id: "new-email", name: "email", type: "email", placeholder: "none", size: 13 });
  return h("form", {
    class: "new-parcel",
    onsubmit: (event) => {
      event.preventDefault();
      act({
        do: "register", way: way.value, size: size.value, phone: phone.value, email: email.value, cod: cod.value,
        kept: kept.value,
      });
    },
  }, h("label", { for: "new-way" }, "Brought by", way),
  h("label", { for: "new-size" }, "Size", size), h("label", { for: "new-phone" }, "Recipient’s phone", phone),
  h("label", { for: "new-email" }, "E-mail", email),
  h("label", { for: "new-cod" }, "Cash on delivery, €", cod),
  h("label", { for: "new-kept" }, "Keep compartment (sender)", kept),
  h("button", { type: "submit", "data-register": true }, "Register"));
}

function anyText(act) {
  const text = h("input", { id: "any-text", name: "text", placeholder: "any text", size: 28, autocomplete: "off" });
  return h("form", {
    onsubmit: (event) => {
      event.preventDefault();
      if (text.value) act({ do: "scan", text: text.value });
    },
  }, h("label", { for: "any-text" }, "A barcode", text), h("button", { type: "submit" }, "Scan"));
}
