// Opens the original's socket of the session, shows the session and each frame as it comes, here and in the console.
const code = document.body.dataset.code;
const state = document.querySelector("#state");
const session = document.querySelector("#session");
const frames = document.querySelector("#frames");
const KEPT = 50;
let pause = 500;

function show(text) {
  const item = document.createElement("li");
  const body = document.createElement("code");
  body.textContent = `${new Date().toISOString()} ${text}`;
  item.append(body);
  frames.prepend(item);
  while (frames.children.length > KEPT) frames.lastChild.remove();
  console.log("frame", text); // oxlint-disable-line no-console -- the seed's page shows frames there, too
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/ws/session/${encodeURIComponent(code)}/`);
  state.textContent = "Connecting…";
  let opened = false;
  socket.addEventListener("open", () => {
    opened = true;
    pause = 500;
    state.textContent = "Connected";
  });
  socket.addEventListener("message", (event) => {
    const said = JSON.parse(event.data);
    session.textContent = JSON.stringify(said.session ?? said, null, 2);
    show(event.data);
  });
  socket.addEventListener("close", (event) => {
    const why = opened ? `closed with ${event.code}` : "not accepted: is the code right, is the service up?";
    state.textContent = `Not connected (${why}). Trying again…`;
    setTimeout(connect, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, 10000);
  });
}

connect();
