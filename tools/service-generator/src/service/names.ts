/** One name in every spelling that the generated files need. */
export interface ServiceNames {
  /** `call-quality`: folder, package, certificate. */
  readonly kebab: string;
  /** `call_quality`: proto package and file. */
  readonly snake: string;
  /** `callQuality`: variables. */
  readonly camel: string;
  /** `CallQuality`: classes. */
  readonly pascal: string;
}

/** @throws Error for a name that is not in kebab case */
export function serviceNames(kebab: string): ServiceNames {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab))
    throw new Error(`"${kebab}" is not in kebab case, like call-quality`);
  const words = kebab.split('-');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return { kebab, snake: words.join('_'), camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal };
}
