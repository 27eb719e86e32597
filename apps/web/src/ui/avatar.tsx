import { avatarHue, initials } from './initials.js';
import './avatar.css';

/** Stands for a person without a picture. Decoration: the name is written beside it. */
export function Avatar({ name, size }: { readonly name: string; readonly size: number }) {
  return (
    <span
      className="avatar"
      aria-hidden="true"
      data-initials={initials(name)}
      style={{ width: size, height: size, fontSize: size * 0.4, '--avatar-hue': avatarHue(name) }}
    />
  );
}
