/**
 * What the original's front end asks of its server, in its order and with its headers, from a page
 * of another origin. It reads of each answer what that one reads. `told` is what it has shown.
 */
const BACKEND = "http://localhost:8002";
const SUPABASE = BACKEND;
const PRICE = 100; // paise: it shows 1 INR for a unit, whatever the server says
const alerts = [];
globalThis.told = alerts;

/** A call of the back end; a refusal is shown. Null when it was refused. */
async function call(path, body, { words = (told) => told.detail || told.message, headers = {} } = {}) {
  const options = body === undefined
    ? { headers }
    : { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
  const response = await fetch(`${BACKEND}${path}`, options);
  const told = await response.json();
  if (response.ok) return told;
  alerts.push(words(told));
  return null;
}

/** The headers of Supabase's client, all of which need the server's leave. */
const supabase = (profile) => ({
  apikey: "public-anon-key",
  Authorization: "Bearer public-anon-key",
  "X-Client-Info": "supabase-js-web/2.45.0",
  [profile]: "public",
});

/** This browser, for good. */
function clientId() {
  const known = localStorage.getItem("sv_client_id") || crypto.randomUUID();
  localStorage.setItem("sv_client_id", known);
  return known;
}

globalThis.frontEnd = {
  clientId,

  /** The machines with what its list shows of them. */
  async machines() {
    const response = await fetch(`${SUPABASE}/rest/v1/machines?select=*`, { headers: supabase("Accept-Profile") });
    const rows = await response.json();
    return rows.map((row) => ({
      id: row.machine_id || row.id,
      location: row.location,
      status: row.status === "working" && row.current_stock <= 0 ? "out_of_stock" : row.status,
      stock: row.current_stock,
      refilled: row.last_refill_at,
      selectable: row.status === "idle" || row.status === "active",
    }));
  },

  /** What a machine's page knows when it opens: whose it is, and for how many seconds. */
  async mount(machine) {
    const told = await call(`/api/machine/${machine}/public-status?client_id=${clientId()}`);
    const until = told.locked && told.expires_at;
    const seconds = until ? (Date.parse(until) - Date.parse(told.server_time)) / 1000 : 0;
    return { locked: told.locked, own: told.locked_by === clientId(), seconds };
  },

  /** Lock the machine that shows this code; the milliseconds of the lock's end. */
  async lock(code) {
    const told = await call("/api/lock-by-code", { client_id: clientId(), code });
    return told && Date.parse(told.expires_at);
  },

  async unlock(machine) {
    return (await call(`/api/machine/${machine}/unlock`, { client_id: clientId() })) !== null;
  },

  /** What the provider's checkout is opened with. */
  async order(machine, quantity, transaction) {
    const metadata = { transaction_id: transaction, client_id: clientId(), machine_id: machine };
    const told = await call("/create-order", { amount: quantity * PRICE, metadata }, { words: (it) => it.error });
    return told && { order_id: told.id, amount: told.amount, currency: told.currency };
  },

  /** What the checkout's handler does with its proof: whether the machine dispenses. */
  async paid(machine, code, quantity, transaction, proof) {
    const { razorpay_payment_id, razorpay_order_id, razorpay_signature } = proof;
    const signed = { razorpay_payment_id, razorpay_order_id, razorpay_signature };
    if (!(await call("/verify-payment", signed, { words: (it) => it.error }))) return false;
    const asked = { client_id: clientId(), access_code: code, quantity, transaction_id: transaction };
    return (await call(`/api/machine/${machine}/trigger-dispense`, { ...asked, amount: quantity * PRICE })) !== null;
  },

  /** A feedback into Supabase's table; whether it was taken. */
  async feedback(machine, rating, comment) {
    const row = { machine_id: machine, rating, comment: comment || null };
    const response = await fetch(`${SUPABASE}/rest/v1/feedback?columns=%22machine_id%22%2C%22rating%22%2C%22comment%22`, {
      method: "POST",
      headers: { ...supabase("Content-Profile"), "Content-Type": "application/json", Prefer: "return=minimal" },
      body: JSON.stringify([row]),
    });
    return response.status === 201 && (await response.text()) === "";
  },

  /** The operators' list of it, which has no rights here: empty, and no error of the page. */
  async feedbacks() {
    const query = "select=feedback_id,machine_id,rating,comment,timestamp,status,machines(location)";
    const response = await fetch(`${SUPABASE}/rest/v1/feedback?${query}`, { headers: supabase("Accept-Profile") });
    const told = await response.json();
    return response.ok ? told : { refused: response.status, message: told.message };
  },

  async signIn(password) {
    const told = await call("/api/admin/login", { password });
    if (told) localStorage.setItem("admin_token", told.token);
    return told !== null;
  },

  /** Asked each minute; anything but a success signs the operator out. */
  async verified() {
    const headers = { Authorization: `Bearer ${localStorage.getItem("admin_token")}` };
    const { ok } = await fetch(`${BACKEND}/api/admin/verify`, { headers });
    if (!ok) localStorage.removeItem("admin_token");
    return ok;
  },

  async restock(machine, stock) {
    const headers = { Authorization: `Bearer ${localStorage.getItem("admin_token")}` };
    const told = await call(`/api/machine/${machine}/update-stock`, { stock }, { headers });
    return told && told.current_stock;
  },
};
