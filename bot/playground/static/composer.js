// What the person sends: text, commands, files, voice.
import { act, base64 } from "/static/link.js";
import { told } from "/static/chat.js";
import { element } from "/static/words.js";

const say = document.getElementById("say");
const menu = document.getElementById("menu");
const list = document.getElementById("menu-list");
const file = document.getElementById("file");
const voice = document.getElementById("voice");
const keys = document.getElementById("keys");
const MOST = 20 * 1048576;

let person = 0;
let commands = [];

export function serve(id) {
  person = id;
  commands = [];
  say.value = "";
  closeMenu();
}

const failed = (error) => told(error.message);

export async function send(text) {
  if (!text.trim()) return;
  try {
    await act("say", { person, text });
  } catch (error) {
    failed(error);
  }
}

async function submit() {
  const text = say.value;
  say.value = "";
  closeMenu();
  await send(text);
}

function closeMenu() {
  list.hidden = true;
  menu.setAttribute("aria-expanded", "false");
}

function drawMenu(begins) {
  const shown = commands.filter((one) => one.command.startsWith(begins));
  const rows = shown.map((one) => element("li", {}, element("button", { type: "button", onclick: () => choose(one.command) },
    element("b", {}, `/${one.command}`), element("span", { dir: "auto" }, one.description))));
  list.replaceChildren(...(rows.length ? rows : [element("li", { class: "none" }, "No commands here")]));
}

// `begins` is asked for when the commands have come: by then the words may be sent, and the menu is not wanted.
async function openMenu(begins) {
  try {
    commands = (await act("commands", { person })).commands;
  } catch (error) {
    failed(error);
    return;
  }
  if (begins() === null) return;
  drawMenu(begins());
  list.hidden = false;
  menu.setAttribute("aria-expanded", "true");
}

async function choose(command) {
  closeMenu();
  say.value = "";
  say.focus();
  await send(`/${command}`);
}

menu.addEventListener("click", async () => {
  if (!list.hidden) return closeMenu();
  await openMenu(() => "");
  list.querySelector("button")?.focus();
});

list.addEventListener("keydown", (event) => {
  const buttons = [...list.querySelectorAll("button")];
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") { closeMenu(); menu.focus(); }
  if (!move || !buttons.length) return;
  event.preventDefault();
  buttons[(buttons.indexOf(document.activeElement) + move + buttons.length) % buttons.length].focus();
});

const typed = () => /^\/([a-z0-9_]*)$/.exec(say.value)?.[1] ?? null;

say.addEventListener("input", async () => {
  if (typed() === null) return closeMenu();
  if (list.hidden) await openMenu(typed);
  else drawMenu(typed());
});

say.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});

document.getElementById("composer").addEventListener("submit", (event) => { event.preventDefault(); submit().then(() => say.focus()); });
document.getElementById("attach").addEventListener("click", () => file.click());

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  const picture = /^image\/(png|jpeg|gif|webp)$/.test(chosen.type) && chosen.size < 10 * 1048576;
  await share(picture ? "photo" : "document", chosen, chosen.name);
  file.value = "";
});

async function share(kind, blob, name, duration = 0) {
  if (blob.size > MOST) return told("Too large: up to 20 MB.");
  const caption = say.value.trim();
  try {
    const content = base64(await blob.arrayBuffer());
    await act("send_file", { person, kind, name, mime: blob.type.split(";")[0], content, caption, duration });
    say.value = "";
  } catch (error) {
    failed(error);
  }
}

let recorder = null;

voice.addEventListener("click", async () => {
  if (recorder) return recorder.stop();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts = [];
    const began = Date.now();
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", async () => {
      stream.getTracks().forEach((track) => track.stop());
      const blob = new Blob(parts, { type: recorder.mimeType });
      recorder = null;
      voice.setAttribute("aria-pressed", "false");
      await share("voice", blob, "voice.ogg", Math.round((Date.now() - began) / 1000));
    });
    recorder.start();
    voice.setAttribute("aria-pressed", "true");
    told("Recording. Press again to send.");
  } catch {
    recorder = null;
    told("No microphone can be used here.");
  }
});

// The keyboard that a bot may put in place of the letters.
export function replyKeys(markup) {
  keys.hidden = !markup?.keyboard;
  keys.replaceChildren(...(markup?.keyboard || []).map((row) => element("div", { class: "keys" }, ...row.map((button) => element(
    "button", { type: "button", class: "key", dir: "auto", onclick: () => press(button) }, button.text)))));
}

async function press(button) {
  try {
    if (button.request_contact) await act("contact", { person });
    else if (button.request_location) await act("location", { person, latitude: 51.4613, longitude: -0.1156 });
    else await send(button.text);
  } catch (error) {
    failed(error);
  }
}
