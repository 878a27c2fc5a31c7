// The functions of carts.md as a page has them, and the calls of smart-trolley.md made with fetch. What a page would
// bring along (toast, navigate, …) is in `page`, which remembers what it was told.
const token = page.token;
const { toast, updateCartCount, setCartItems, navigate, alert } = page;

const addToCart = async (productId, quantity = 1) => {
  try {
    const response = await fetch('/api/cart/add/', {
      method: 'POST',
      headers: {
        'Authorization': `Bearer ${token}`,
        'Content-Type': 'application/json'
      },
      body: JSON.stringify({
        product_id: productId,
        quantity
      })
    });

    const data = await response.json();

    if (data.success) {
      toast.success(data.message);
      updateCartCount();
    } else {
      toast.error(data.message);
      if (data.errors) {
        console.log('Validation errors:', data.errors);
      }
    }
  } catch (error) {
    console.error('Error adding to cart:', error);
  }
};

const updateQuantity = async (productId, newQuantity) => {
  const response = await fetch('/api/cart/update/', {
    method: 'PATCH',
    headers: {
      'Authorization': `Bearer ${token}`,
      'Content-Type': 'application/json'
    },
    body: JSON.stringify({
      product_id: productId,
      quantity: newQuantity
    })
  });

  const data = await response.json();

  if (data.success) {
    setCartItems(prevItems =>
      prevItems.map(item =>
        item.product.id === productId
          ? { ...item, quantity: newQuantity }
          : item
      )
    );
  } else {
    alert(data.message);
  }
};

const removeItem = async (productId) => {
  const response = await fetch('/api/cart/remove/', {
    method: 'DELETE',
    headers: {
      'Authorization': `Bearer ${token}`,
      'Content-Type': 'application/json'
    },
    body: JSON.stringify({
      product_id: productId
    })
  });

  const data = await response.json();

  if (data.success) {
    setCartItems(prevItems =>
      prevItems.filter(item => item.product.id !== productId)
    );
  }
};

const validateCartBeforeCheckout = async () => {
  const response = await fetch('/api/cart/validate/', {
    headers: {
      'Authorization': `Bearer ${token}`
    }
  });

  const data = await response.json();

  if (data.data.valid) {
    navigate('/checkout');
  } else {
    const issues = data.data.issues;
    issues.forEach(issue => {
      console.log(`${issue.product_name}:`, issue.issues);
    });
  }
};

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
    return page.showError("This trolley is being used by " + response.assigned_to);
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
