// React example
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
      // Show success message
      toast.success(data.message);
      // Update cart count
      updateCartCount();
    } else {
      // Show error
      toast.error(data.message);
      if (data.errors) {
        console.error('Validation errors:', data.errors);
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
    // Update UI
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
    // Remove from UI
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
    // Proceed to checkout
    navigate('/checkout');
  } else {
    // Show issues to user
    const issues = data.data.issues;
    issues.forEach(issue => {
      console.log(`${issue.product_name}:`, issue.issues);
      // Display warnings in UI
    });
  }
};
