/**
 * Tells when this device's network changed. Returns the function that stops it.
 *
 * @param changed OFFLINE and ONLINE: there is no network, or one again; PATH: another kind of network (Wi-Fi to cellular), told
 *   by Chromium on phones
 */
export function watchNetwork(changed: (what: 'OFFLINE' | 'ONLINE' | 'PATH') => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const online = () => changed('ONLINE');
  const offline = () => changed('OFFLINE');
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
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  connection?.addEventListener('change', path);
  return () => {
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    connection?.removeEventListener('change', path);
  };
}
