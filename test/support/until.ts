/** Waits until something holds, asking every 20 ms. Throws after `timeoutMs`, ten seconds unless told. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come about in ${timeoutMs} ms`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
