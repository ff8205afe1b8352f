import { act, fireEvent, render, screen } from '@testing-library/react';
import { App } from 'antd';
import { useState } from 'react';
import { createMemoryRouter, Link, RouterProvider } from 'react-router';
import { beforeEach, describe, expect, it } from 'vitest';
import { useLeaveGuard } from './useLeaveGuard';

function Form() {
  const [dirty, setDirty] = useState(false);
  const guard = useLeaveGuard(dirty);
  return (
    <>
      <button type="button" onClick={() => setDirty(true)}>type</button>
      <button type="button" onClick={guard.release}>save</button>
      <Link to="/elsewhere">go</Link>
    </>
  );
}

function open(): ReturnType<typeof createMemoryRouter> {
  const router = createMemoryRouter([{ path: '/', element: <Form /> }, { path: '/elsewhere', element: <p>elsewhere</p> }]);
  render(<App><RouterProvider router={router} /></App>);
  return router;
}

const press = (name: string): Promise<void> => act(async () => void fireEvent.click(screen.getByText(name)));

describe('what was typed', () => {
  beforeEach(() => document.body.replaceChildren());

  it('is not asked about while there is nothing', async () => {
    const router = open();
    await press('go');
    expect(router.state.location.pathname).toBe('/elsewhere');
  });

  it('is kept until the reader agrees to lose it', async () => {
    const router = open();
    await press('type');
    await press('go');
    expect(router.state.location.pathname).toBe('/');
    await press('leave.stay');
    expect(router.state.location.pathname).toBe('/');
    await press('go');
    await act(async () => void fireEvent.click(screen.getAllByText('leave.lose').at(-1)!));
    expect(router.state.location.pathname).toBe('/elsewhere');
  });

  it('holds nobody once it is saved', async () => {
    const router = open();
    await press('type');
    await press('save');
    await press('go');
    expect(router.state.location.pathname).toBe('/elsewhere');
  });

  it('also holds the window', async () => {
    open();
    await press('type');
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });
});
