// The cabinet as one stands before it: columns of doors that swing, and what lies behind them.
// Doors are made once and changed in place, so that one sees them move.

import { h, panel, short } from "/dom.js";

const UNITS = { XS: 2, S: 2, M: 3, L: 5 };
const SENSORS = { good: "works", stuck_shut: "always says shut", stuck_open: "always says open" };

export function cabinet(root, act) {
  const doors = new Map();
  let built = "";
  return (value) => {
    const plan = JSON.stringify([value.columns.map((column) => column.map((door) => door.number)), value.after_column]);
    if (plan !== built) {
      built = plan;
      doors.clear();
      root.replaceChildren(build(value, doors, act));
    }
    for (const door of value.columns.flat()) doors.get(door.number)({ ...door, hand: value.hand });
  };
}

function build(value, doors, act) {
  const columns = value.columns.map((column) => h("div", { class: "column" }, column.map((door) => {
    const [element, update] = makeDoor(door, act);
    doors.set(door.number, update);
    return element;
  })));
  columns.splice(value.after_column, 0, h("div", { class: "column middle", "aria-hidden": "true" },
    h("div", { class: "little-screen" }), h("div", { class: "little-scanner" })));
  return h("div", { class: "columns" }, columns);
}

function makeDoor(door, act) {
  const number = door.number;
  const inside = h("div", { class: "inside" });
  const signs = h("span", { class: "signs" });
  const leaf = h("button", { type: "button", class: "leaf" },
    h("span", { class: "plate" }, String(number)), h("span", { class: "size" }, door.size), signs);
  const menu = h("div", { class: "menu", popover: "auto", id: `menu-${number}` });
  const more = h("button", {
    type: "button", class: "more", popovertarget: `menu-${number}`,
    "aria-label": `More about door ${number}`, title: `More about door ${number}`,
  }, "⋯");
  const element = h("div", { class: "door", "data-door": number }, inside, leaf, more, menu);
  element.style.flexGrow = UNITS[door.size] ?? 2;
  leaf.addEventListener("click", () =>
    act({ do: element.classList.contains("open") ? "close" : "pull", door: number }));
  menu.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") place(menu, more);
  });
  const drawInside = panel(inside, (state) => lying(state, act));
  const drawMenu = panel(menu, (state) => deeds(state, act));
  const drawSigns = panel(signs, (state) => troubles(state));
  return [element, (state) => {
    element.classList.toggle("open", state.is_open);
    element.classList.toggle("moving", !["shut", "open"].includes(state.leaf));
    leaf.setAttribute("aria-label", `${state.says}. ${state.is_open ? "Close it" : "Pull at it"}`);
    leaf.title = `${state.says}. Click to ${state.is_open ? "close it" : "pull at it"}.`;
    drawInside({ number, is_open: state.is_open, inside: state.inside, hand: state.hand });
    drawMenu({ number, is_jammed: state.is_jammed, sensor: state.sensor, is_open: state.is_open });
    drawSigns({ is_jammed: state.is_jammed, sensor: state.sensor, is_leaned: state.is_leaned });
  }];
}

function lying(state, act) {
  if (!state.is_open) return [];
  const { number, hand } = state;
  const things = state.inside.map((parcel) => h("button", {
    type: "button", class: "thing", "data-key": parcel, "data-take-out": parcel,
    title: `${parcel}: take it out of compartment ${number}`,
    onclick: () => act({ do: "take_out", door: number, parcel }),
  }, h("b", {}, short(parcel)), h("span", {}, "take out")));
  if (hand && !state.inside.includes(hand)) {
    things.push(h("button", {
      type: "button", class: "thing gap", "data-key": "put", "data-put-in": hand,
      title: `Put ${hand} into compartment ${number}`,
      onclick: () => act({ do: "put_in", door: number, parcel: hand }),
    }, h("b", {}, short(hand)), h("span", {}, "put in")));
  }
  return things.length ? things : [h("span", { class: "nothing" }, "empty")];
}

function deeds(state, act) {
  const door = state.number;
  const item = (text, order, key) => h("button", {
    type: "button", "data-key": key, "data-deed": key,
    onclick: (event) => {
      event.target.closest("[popover]").hidePopover();
      act({ door, ...order });
    },
  }, text);
  return [
    h("h3", {}, `Door ${door}`),
    item(state.is_open ? "Close it" : "Pull at it", { do: state.is_open ? "close" : "pull" }, "pull"),
    item("Lean on it for 10 seconds", { do: "lean" }, "lean"),
    item("Open it with a crowbar", { do: "force" }, "force"),
    item(state.is_jammed ? "Free its bolt" : "Jam its bolt", { do: "jam", on: !state.is_jammed }, "jam"),
    h("p", {}, `Its sensor ${SENSORS[state.sensor] ?? state.sensor}. Make it one that`),
    ...Object.entries(SENSORS).filter(([kind]) => kind !== state.sensor).map(([kind, words]) =>
      item(words, { do: "sensor", kind }, kind)),
  ];
}

function troubles(state) {
  const list = [];
  if (state.is_jammed) list.push("jammed");
  if (state.is_leaned) list.push("leaned on");
  if (state.sensor !== "good") list.push("sensor lies");
  return list.map((text) => h("span", { class: "sign" }, text));
}

function place(menu, beside) {
  const box = beside.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 250))}px`;
  menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - 330))}px`;
}
