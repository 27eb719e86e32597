import { SerialQueue } from './serial-queue.js';

describe('SerialQueue', () => {
  it('starts a task only when the one before it has ended', async () => {
    const queue = new SerialQueue();
    const first = Promise.withResolvers<void>();
    const order: string[] = [];
    const one = queue.run(async () => {
      await first.promise;
      order.push('one');
    });
    const two = queue.run(async () => void order.push('two'));
    expect(queue.length).toBe(2);
    first.resolve();
    await Promise.all([one, two]);
    expect(order).toEqual(['one', 'two']);
    expect(queue.length).toBe(0);
  });

  it('goes on after a task that failed, and tells its caller of the failure', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const after = queue.run(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(after).resolves.toBe('done');
  });
});
