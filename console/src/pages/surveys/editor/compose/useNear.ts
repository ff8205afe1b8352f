import { useEffect, useState, type RefObject } from 'react';

/** Whether the element has come near the visible part of the page; once it has, it stays so. */
export function useNear(element: RefObject<HTMLElement | null>, already: boolean): boolean {
  const [near, setNear] = useState(already);
  useEffect(() => {
    if (near || already || !element.current) return;
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setNear(true), { rootMargin: '800px' });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [near, already, element]);
  return near || already;
}
