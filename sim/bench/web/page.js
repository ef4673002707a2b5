// The page's one connection to the bench: hands what it hears to the panels, and says what is done.

import { Glass } from "/glass.js";
import { cabinet } from "/cabinet.js";
import { guide, hands, switches } from "/hands.js";
import { phone, server } from "/office.js";

const TRY_AGAIN_MS = 700;
const TOAST_MS = 6000;

const find = (name) => document.getElementById(name);
let socket = null;
let toastTimer = 0;

export function toast(text, isBad = false) {
  const element = find("toast");
  element.textContent = text;
  element.classList.toggle("bad", isBad);
  element.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => element.classList.remove("shown"), TOAST_MS);
}

export function act(order) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(order));
  else toast("The bench does not answer; nothing was done.", true);
}

const glass = new Glass(find, act);
const panels = {
  switches: switches(find("switches"), act),
  guide: guide(find("guide"), act),
  cabinet: cabinet(find("cabinet"), act),
  hands: hands(find("hands"), act),
  messages: phone(find("phone"), act, toast),
  server: server(find, act),
};

function take(message) {
  if (message.glass) glass.show(message.glass);
  if (message.state) {
    glass.power(message.state.switches.power);
    panels.cabinet({ ...message.state.cabinet, hand: message.state.hands.hand });
    for (const name of ["switches", "guide", "hands", "messages", "server"]) {
      panels[name](message.state[name]);
    }
  }
  if (message.said) toast(message.said);
  if (message.refused) toast(message.refused, true);
}

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => { find("lost").hidden = true; };
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => {
    find("lost").hidden = false;
    setTimeout(connect, TRY_AGAIN_MS);
  };
}

connect();
