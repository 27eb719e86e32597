/** The first administrator's email (`ADMIN_EMAIL`). */
export const ADMIN_EMAIL = Symbol('ADMIN_EMAIL');
