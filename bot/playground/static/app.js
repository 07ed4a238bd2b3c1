// Brings the page to life: who is played, what the stream says, where links lead.
import * as cast from "/static/cast.js";
import * as chat from "/static/chat.js";
import * as composer from "/static/composer.js";
import { act, listen, stage } from "/static/link.js";
import { element } from "/static/words.js";

const $ = (id) => document.getElementById(id);
const set = await stage();
const personas = [...set.personas];
// The messenger's own word on its own button.
const START = { ar: "ابدأ", bn: "শুরু করুন", en: "Start", es: "Iniciar", fr: "Démarrer", pl: "Rozpocznij", pt: "Começar", so: "Bilow" };
let playing = null;
let end = () => {};

$("title").textContent = set.title;
$("about").textContent = set.about;
document.title = `${set.title}: sample chat`;

function name(told) {
  $("bot-name").textContent = told.name;
  return told;
}

function empty(told) {
  return element("div", { class: "empty" }, element("img", { src: "/static/mark.svg", alt: "", width: 64, height: 64 }),
    element("h3", { dir: "auto" }, told.name),
    element("p", { dir: "auto", lang: playing.language_code }, told.description || `Press Start to talk to ${told.name}.`));
}

function readiness(body) {
  $("block").hidden = !body.started || body.blocked;
  $("barred").hidden = !body.blocked;
  $("begin").hidden = body.started || body.blocked;
  $("composer").hidden = !body.started || body.blocked;
}

async function play(persona, payload) {
  playing = persona;
  end();
  cast.closePanels();
  history.replaceState(null, "", `#${persona.id}`);
  document.documentElement.dir = cast.direction(persona.language_code);
  cast.chosen(persona, set.bot.name);
  composer.serve(persona.id);
  $("start").textContent = START[persona.language_code] || START.en;
  $("start").lang = START[persona.language_code] ? persona.language_code : "en";
  const told = name(await act("words", { person: persona.id }));
  if (playing !== persona) return;
  chat.begin({ bot: told.name, language: persona.language_code }, { press, command: composer.send, open });
  const others = personas.filter((one) => one !== persona).map((one) => one.id);
  end = listen(persona.id, others, {
    state: (body) => { readiness(body); composer.replyKeys(body.reply_keyboard); chat.state(body, empty(told)); },
    message: (message) => {
      if ($("composer").hidden) {
        const here = document.activeElement === $("start");
        readiness({ blocked: false, started: true });
        if (here || document.activeElement === document.body) $("say").focus();
      }
      chat.arrived(message);
    },
    edit: chat.edited,
    delete: (body) => chat.removed(body.message_id),
    answer: (body) => { if (body.person === persona.id) chat.answered(body); },
    action: (body) => chat.acting(body.action),
    reaction: chat.reacted,
    reply_keyboard: (body) => composer.replyKeys(body.markup),
    blocked: (body) => {
      readiness({ ...body, started: true });
      cast.closePanels();
      (body.blocked ? $("unblock") : $("say")).focus();
    },
    elsewhere: (body) => cast.elsewhere(body.person),
  });
  if (payload !== undefined) await act("start", { person: persona.id, payload });
}

async function press(message, row, column, button) {
  button.setAttribute("aria-busy", "true");
  // A press is forgotten after a while, as in the app, if the bot does not answer it.
  setTimeout(() => button.removeAttribute("aria-busy"), 10000);
  try {
    const pressed = await act("press", { person: playing.id, message_id: message.message_id, row, column });
    if (pressed.copied !== undefined) {
      await navigator.clipboard.writeText(pressed.copied);
      chat.told("Copied");
    }
  } catch (error) {
    chat.told(error.message);
    button.removeAttribute("aria-busy");
  }
}

// Links to the bot itself start it in this page; true where that was done.
function open(url) {
  const { host, pathname, searchParams } = new URL(url);
  if (host !== "t.me" || pathname.slice(1).toLowerCase() !== set.bot.username.toLowerCase()) return false;
  act("start", { person: playing.id, payload: searchParams.get("start") || "" }).catch((error) => chat.told(error.message));
  return true;
}

const does = (button, name, more) => $(button).addEventListener("click", () => {
  act(name, { person: playing.id, ...more?.() }).catch((error) => chat.told(error.message));
});
does("start", "start", () => ({ payload: playing.payload }));
does("block", "block");
does("unblock", "unblock");

// What still goes on behind the stage: read anew until there is nothing, and not read out at every step.
async function progress(words) {
  $("progress").textContent = words;
  $("progress").hidden = !words;
  if (!words) return;
  await new Promise((wake) => { setTimeout(wake, 2000); });
  await stage().then((told) => progress(told.progress), () => progress(""));
}

const draw = () => cast.draw(personas, set.languages, play);
for (const [code, title] of Object.entries(set.languages)) $("tongue").append(element("option", { value: code, lang: code }, title));

$("newcomer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const user = await act("newcomer", { language_code: $("tongue").value });
  const persona = {
    ...user, role: "New person", about: "Nobody here knows this person yet.", hints: set.newcomer.hints,
    payload: set.newcomer.payload, group: "Your new people",
  };
  personas.push(persona);
  draw();
  await play(persona);
  $("start").focus();
});

function tell(now) {
  $("now").textContent = new Date(now * 1000).toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

$("travel").hidden = !set.travel;
tell(set.now);
$("travel").addEventListener("click", async (event) => {
  const seconds = Number(event.target.dataset?.seconds);
  if (!seconds) return;
  try {
    tell((await act("advance", { seconds })).now);
    chat.told(`The clock moved forward by ${event.target.textContent}.`);
  } catch (error) {
    chat.told(error.message);
  }
});

// #1001 opens as that person; #1001?start=payload also presses Start, which is how invite links reach this page.
function fromAddress() {
  const [id, query] = location.hash.slice(1).split("?");
  const start = new URLSearchParams(query || "").get("start");
  const persona = personas.find((one) => one.id === Number(id)) || personas[0];
  return persona ? play(persona, start === null ? undefined : start) : undefined;
}

draw();
progress(set.progress);
window.addEventListener("hashchange", fromAddress);
await fromAddress();
document.documentElement.dataset.ready = "true";
