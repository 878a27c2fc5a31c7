const CartItem = ({ item }) => {
  return (
    <div className="cart-item">
      <img src={item.product.primary_image} alt={item.product.name} />
      <div>
        <h3>{item.product.name}</h3>

        {/* Show price change warning */}
        {item.price_changed && (
          <div className="price-warning">
            {item.price_difference > 0 ? (
              <span className="text-red-500">
                Price increased by ${Math.abs(item.price_difference)}
              </span>
            ) : (
              <span className="text-green-500">
                Price decreased by ${Math.abs(item.price_difference)}
              </span>
            )}
          </div>
        )}

        {/* Show stock warning */}
        {!item.has_sufficient_stock && (
          <div className="text-red-500">
            Only {item.product.stock} available
          </div>
        )}

        {/* Show original price if changed */}
        <div>
          {item.price_changed && (
            <span className="line-through">${item.price_at_addition}</span>
          )}
          <span className="font-bold">${item.current_price}</span>
        </div>

        {/* Quantity controls */}
        <div>
          <button onClick={() => updateQuantity(item.product.id, item.quantity - 1)}>
            -
          </button>
          <span>{item.quantity}</span>
          <button onClick={() => updateQuantity(item.product.id, item.quantity + 1)}>
            +
          </button>
        </div>

        {/* Total */}
        <div>Total: ${item.total_price}</div>
      </div>
    </div>
  );
};
