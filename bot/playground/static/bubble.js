// One message as a bubble, with what was sent and the buttons under it.
import { element, link, words } from "/static/words.js";

const file = (one) => `/control/file/${encodeURIComponent(one.file_id)}`;

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function media(message, sender) {
  if (message.photo) {
    const photo = message.photo[message.photo.length - 1];
    const alt = message.caption ? `Picture from ${sender}, described below` : `Picture from ${sender}`;
    return element("img", { class: "photo", src: file(photo), alt, width: photo.width, height: photo.height, loading: "lazy" });
  }
  const sound = message.voice || message.audio;
  if (sound) {
    const label = message.voice ? `Voice message from ${sender}` : sound.title || sound.file_name || "Recording";
    return element("audio", { controls: true, preload: "metadata", src: file(sound), "aria-label": label });
  }
  const paper = message.document || message.video;
  if (paper) {
    const ending = (paper.file_name || "file").split(".").pop().slice(0, 4).toUpperCase();
    return element(
      "a", { class: "file", href: file(paper), download: paper.file_name },
      element("span", { class: "sheet", "aria-hidden": "true" }, ending),
      element("span", {}, element("span", { class: "name", dir: "auto" }, paper.file_name || "File"),
        element("small", {}, `Download, ${size(paper.file_size)}`)),
    );
  }
  if (message.sticker) return element("p", { class: "sticker" }, message.sticker.emoji || "Sticker");
  if (message.location) return element("p", { class: "words" }, `Place: ${message.location.latitude}, ${message.location.longitude}`);
  if (message.contact) return element("p", { class: "words" }, `Contact: ${message.contact.first_name}, ${message.contact.phone_number}`);
  return null;
}

function keyboard(message, language, doors) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const made = element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" });
  rows.forEach((row, r) => {
    made.append(element("div", { class: "keys" }, ...row.map((button, c) => key(message, button, r, c, language, doors))));
  });
  made.addEventListener("keydown", step);
  return made;
}

function key(message, button, row, column, language, doors) {
  const place = { class: "key", dir: "auto", lang: language, "data-row": row, "data-column": column };
  if (button.url) {
    const made = link(button.url, [button.text], doors, "key");
    for (const [name, value] of Object.entries(place)) made.setAttribute(name, value);
    return made;
  }
  return element("button", { type: "button", ...place, onclick: (event) => doors.press(message, row, column, event.currentTarget) }, button.text);
}

// Arrow keys walk the buttons of one message, beside Tab.
function step(event) {
  const at = event.target.closest(".key");
  const keys = [...event.currentTarget.querySelectorAll(".key")];
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const move = { [forward]: 1, [back]: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!at || !move) return;
  event.preventDefault();
  keys[(keys.indexOf(at) + move + keys.length) % keys.length].focus();
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

// `view` is {message, bot, reactions}; `look` is {bot, language}: the bot's name and the person's language.
export function bubble(view, look, doors) {
  const { message } = view;
  const sender = view.bot ? look.bot : "you";
  const text = message.text ?? message.caption ?? "";
  const marks = message.entities ?? message.caption_entities;
  const inner = element("div", { class: "bubble" }, element("span", { class: "hidden" }, view.bot ? `${look.bot}: ` : "You: "));
  const replied = message.reply_to_message;
  if (replied) inner.append(element("span", { class: "quote", dir: "auto" }, (replied.text || replied.caption || "Message").slice(0, 90)));
  const sent = media(message, sender);
  if (sent) inner.append(sent);
  if (message.new_chat_members) inner.append(element("p", {}, "joined the group"));
  if (text) inner.append(element("div", { class: "words", dir: "auto", lang: look.language }, ...words(text, marks, doors)));
  const stamp = element("span", { class: "stamp" });
  if (view.reactions?.length) stamp.append(element("span", { class: "reaction" }, `${view.reactions.join("")} `));
  if (message.edit_date && !view.bot) stamp.append("edited ");
  stamp.append(element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
  inner.append(stamp);
  const side = view.bot ? "msg bot" : "msg me";
  const attributes = { class: side, tabindex: "-1", "data-id": message.message_id };
  return element("article", attributes, inner, keyboard(message, look.language, doors));
}
