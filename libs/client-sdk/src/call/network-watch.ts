/**
 * Tells when this device's network changed. Returns the function that stops it.
 *
 * @param changed AVAILABILITY: on- or offline; PATH: another kind of network (Wi-Fi to cellular), told by Chromium on phones
 */
export function watchNetwork(changed: (what: 'AVAILABILITY' | 'PATH') => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const availability = () => changed('AVAILABILITY');
  // Network Information API; its `change` also tells of mere estimates, so the type is compared.
  const connection =
    'connection' in navigator && navigator.connection instanceof EventTarget ? navigator.connection : undefined;
  const typeOf = () => (connection && 'type' in connection ? connection.type : undefined);
  let type = typeOf();
  const path = () => {
    const before = type;
    type = typeOf();
    if (type !== before) changed('PATH');
  };
  window.addEventListener('online', availability);
  window.addEventListener('offline', availability);
  connection?.addEventListener('change', path);
  return () => {
    window.removeEventListener('online', availability);
    window.removeEventListener('offline', availability);
    connection?.removeEventListener('change', path);
  };
}
