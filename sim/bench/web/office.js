// What other people see: the recipients' messages, and the operator's view of the world.

import { h, panel } from "/dom.js";

export function phone(root, act, toast) {
  let language = "en";
  let latest = [];
  const draw = panel(root, ({ messages, language: shown }) => [
    h("div", { class: "phone-bar" },
      h("span", {}, messages.length ? `${messages.length} received` : "Nothing received yet"),
      h("button", {
        type: "button", class: "quiet", "data-key": "language",
        onclick: () => { language = shown === "en" ? "lv" : "en"; update(latest); },
      }, shown === "en" ? "Latviski" : "In English")),
    messages.length ? null : h("p", { class: "quiet-words" },
      "When a parcel lies behind a shut door, its recipient gets a message here."),
    h("ol", { class: "messages", "data-scrolls": true }, messages.map((message) =>
      h("li", {
        class: "message", "data-message": message.kind,
        title: `From ${message.sender}: ${message.notice || message.kind}, by ${message.clause}`,
      },
        h("p", { class: "from" }, `${message.channel} to ${message.recipient} · ${message.at}`),
        h("p", {}, shown === "en" ? message.text_en : message.text),
        message.code ? h("div", { class: "message-keys" },
          h("button", {
            type: "button", class: "code", "data-key": `code ${message.number}`, "data-code": message.code,
            "aria-label": `Code ${message.code}: copy it`,
            onclick: () => copy(message.code, act, toast),
          }, h("b", {}, message.code), h("span", {}, "copy")),
          message.qr ? h("button", {
            type: "button", class: "quiet", "data-key": `qr ${message.number}`, "data-qr": message.shipment,
            onclick: () => { act({ do: "read" }); act({ do: "scan", text: message.qr }); },
          }, "Scan its QR") : null) : null))),
  ].filter(Boolean));
  function update(messages) {
    latest = messages;
    draw({ messages, language });
  }
  return update;
}

async function copy(code, act, toast) {
  act({ do: "read" });
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    // A browser may refuse the clipboard; the code can be read all the same.
  }
  toast(`${code}: now type it on the terminal’s glass, with the mouse or on your keyboard.`);
}

export function server(find, act) {
  return panel(find("server"), (value) => {
    const says = find("server-says");
    says.textContent = value.terminal.says;
    says.classList.toggle("bad", !value.terminal.is_online);
    return [summary(value.terminal), h("div", { class: "server-parts" },
      shipments(value.shipments), incidents(value.incidents, act), entries(value.entries))];
  });
}

function summary(terminal) {
  const status = terminal.status;
  const fact = (name, text) => h("div", {}, h("dt", {}, name), h("dd", {}, text));
  if (status.boot === undefined) return h("p", { class: "quiet-words" }, "It has not said anything yet.");
  return h("dl", { class: "facts" },
    fact("Starts", String(status.boot)),
    fact("Entries stored", `${terminal.stored}`),
    fact("Free", Object.entries(status.free).map(([size, count]) => `${count} ${size}`).join(", ")),
    fact("Out of use", status.out_of_use.map((row) => `${row.compartment} (${row.why})`).join(", ") || "none"),
    fact("Failed", status.failed.map((row) => `${row.part} (${row.why.split(":")[0]})`).join(", ") || "nothing"));
}

function shipments(rows) {
  return h("div", { class: "part" }, h("h3", {}, "Shipments"), h("ul", { class: "rows", "data-scrolls": true },
    rows.map((row) => h("li", { "data-shipment": row.shipment, "data-state": row.state },
      h("span", { class: "row-main" }, row.shipment),
      h("span", { class: `state state-${row.state.replaceAll(" ", "-")}` }, row.state),
      h("span", { class: "row-more" }, [
        row.compartment && !["delivered", "removed", "sent on"].includes(row.state) ? `compartment ${row.compartment}` : "",
        `size ${row.size}`, row.phone, row.until ? `until ${row.until}` : "",
      ].filter(Boolean).join(" · "))))));
}

function incidents(rows, act) {
  return h("div", { class: "part" }, h("h3", {}, "Incidents"), rows.length
    ? h("ul", { class: "rows", "data-scrolls": true }, rows.map((row) => h("li", { "data-incident": row.kind },
      h("span", { class: "row-main" }, `${row.kind}${row.compartment ? `, compartment ${row.compartment}` : ""}`),
      h("button", {
        type: "button", class: "quiet", "data-key": `settle ${row.number}`,
        onclick: () => act({ do: "settle", incident: row.number }),
      }, "Settle"),
      h("span", { class: "row-more" }, `${row.at} · ${row.why}${row.times > 1 ? ` · ${row.times} times` : ""}`))))
    : h("p", { class: "quiet-words" }, "None: nobody has to look at anything."));
}

function entries(rows) {
  return h("div", { class: "part" }, h("h3", {}, "The journal, as it arrives"),
    h("ol", { class: "rows entries", "data-scrolls": true }, rows.map((row) => h("li", { "data-entry": row.kind },
      h("span", { class: "row-at" }, row.at),
      h("span", { class: "row-says" }, row.says)))));
}
