// As much of JSX as the seed's component needs: `compile` makes calls of `h` out of its elements, and `h` makes them in
// the page's document, as React would.
const h = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onClick') element.addEventListener('click', value);
    else element.setAttribute(key === 'className' ? 'class' : key, value);
  }
  element.append(...children.filter((child) => child !== false));
  return element;
};

const compile = (source) => {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at += found[0].length;
    return found;
  };
  const script = () => { // up to the brace that ends it
    let [code, depth] = ['', 0];
    while (at < source.length && !(source[at] === '}' && depth === 0)) {
      if (/<[a-z]/.test(source.slice(at, at + 2))) {
        code += element();
        continue;
      }
      depth += { '{': 1, '}': -1 }[source[at]] ?? 0;
      code += source[at++];
    }
    return code;
  };
  const braces = () => {
    const [code] = [script(), take(/\}/y)];
    return /^\/\*.*\*\/$/s.test(code) ? [] : [code];
  };
  const text = () => {
    const lines = take(/[^<{]+/y)[0].split('\n');
    const trimmed = lines.map((line, row) => {
      const begun = row ? line.trimStart() : line;
      return row < lines.length - 1 ? begun.trimEnd() : begun;
    });
    const words = trimmed.filter(Boolean).join(' ');
    return words ? [JSON.stringify(words)] : [];
  };
  const child = () => {
    if (source[at] === '<') return [element()];
    return take(/\{/y) ? braces() : text();
  };
  const element = () => {
    const parts = [JSON.stringify(take(/<(\w+)/y)[1])];
    const attributes = [];
    for (let found; (found = take(/\s+(\w+)=(?:"([^"]*)"|\{)/y));) {
      attributes.push(`${found[1]}: ${found[2] === undefined ? braces() : JSON.stringify(found[2])}`);
    }
    parts.push(`{${attributes}}`);
    if (!take(/\s*\/>/y)) {
      for (take(/\s*>/y); !take(/<\/\w+>/y);) parts.push(...child());
    }
    return `h(${parts})`;
  };
  return script();
};
