// Whether the codes lead where no phone comes to.

const HERE = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/** Whether the address of the suite is one of this machine only. */
export function isUnreachable(address = document.body.dataset.publicUrl || location.href) {
  try {
    return HERE.test(new URL(address, location.href).hostname);
  } catch {
    return false;
  }
}
