import 'react';

declare module 'react' {
  // Custom properties may be set from components.
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number | undefined;
  }
}
