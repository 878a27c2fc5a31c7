// Everything that opens on a tap. It comes after the board, so that the board is there sooner (see panel.js).
export { showBill } from "./bill_dialog.js";
export { resumeMoney } from "./money_sending.js";
export { showReceipts } from "./receipts_dialog.js";
export { showHours } from "./hours_dialog.js";
export { showPause } from "./pause_dialog.js";
export { showClosed } from "./closed.js";
export { showLine } from "./line_menu.js";
export { newTable } from "./new_table.js";
export { showPrinters } from "./printers_dialog.js";
export { showSession } from "./session_dialog.js";
export { showPrint } from "./sheet_dialog.js";
export { showSettings } from "./settings_dialog.js";
export { chooseStation } from "./station.js";
export { showTable } from "./table_dialog.js";
export { setUpTables } from "./table_setup.js";
