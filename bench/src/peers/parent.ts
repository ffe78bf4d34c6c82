/** Tells the bench where this peer listens. Without a parent there is nobody to serve, so the process ends with it. */
export const announce = (port: number): void => {
  process.once('disconnect', () => process.exit());
  process.send?.({ port });
};
