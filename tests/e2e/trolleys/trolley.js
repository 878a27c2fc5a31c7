// The example flow of smart-trolley.md, its calls made with fetch.
const post = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  });
  return { status: response.status, ...await response.json() };
};

const shop = async (trolleyId, currentUser, scannedBarcode) => {
  const response = await post('/api/session/qr-scan', {
    trolley_id: trolleyId,
    user_id: currentUser.id
  });
  if (response.status === 409) {
    return showError("This trolley is being used by " + response.assigned_to);
  }
  localStorage.setItem('session_id', response.session_id);
  navigate('/shopping');
  const sessionId = localStorage.getItem('session_id');
  const added = await post('/api/cart/add', {
    session_id: sessionId,
    barcode: scannedBarcode
  });
  toast.success(added.message);
  return sessionId;
};

const finish = async (sessionId) => post('/api/session/end', { session_id: sessionId });
