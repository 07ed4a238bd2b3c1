// The road to the control API: acts, the stage, and the live stream of one person's chat.

export async function act(name, asked) {
  const response = await fetch(`/control/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
  });
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.error);
  return answer.result;
}

export async function stage() {
  return (await fetch("/control/stage")).json();
}

// `heard` maps event names to functions of their body. A lost stream is taken up again by the browser, which then
// gets the whole chat anew. Returns what ends the stream.
export function listen(person, others, heard) {
  const stream = new EventSource(`/control/events?person=${person}&others=${others.join(",")}`);
  for (const [name, hear] of Object.entries(heard)) {
    stream.addEventListener(name, (event) => hear(JSON.parse(event.data)));
  }
  return () => stream.close();
}

export function base64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
