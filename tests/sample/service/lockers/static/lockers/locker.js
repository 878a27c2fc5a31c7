/** The page of a locker: its state, live. */

import { point, Stream } from "../pages/stream.js";

const name = encodeURIComponent(location.hash.slice(1));

/** @param {{state: string}} locker */
function show(locker) {
  document.getElementById("state").textContent = locker.state;
}

new Stream({
  socket: `/ws/sample/lockers/${name}/`,
  poll: async (since, epoch) => {
    const response = await fetch(`/sample/lockers/${name}/live/${point(since, epoch)}`);
    return (await response.json()).response;
  },
  onSnapshot: show,
  onEvent: (type, data) => show(data),
}).start();
