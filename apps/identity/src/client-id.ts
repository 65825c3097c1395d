/** The name by which the console is known to the demonstration's provider. */
export const CLIENT_ID = 'concordat-console';
