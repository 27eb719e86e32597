/**
 * Puts text on the clipboard.
 *
 * @param text may still be on its way: Safari lets a page write only within the click, so it is given the promise
 * @returns whether it is there
 */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    const blob = Promise.resolve(text).then((value) => new Blob([value], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    // Not a secure page, or not allowed: the older way still works after a click.
    const area = document.createElement('textarea');
    area.value = await text;
    area.style.position = 'fixed';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
