import styles from './faces.module.css';

const STAR = 'M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5L12 17.4l-5.8 3.1 1.1-6.5L2.6 9.4l6.5-.9z';
const HEART = 'M12 20.5s-8-4.9-8-10.7A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 8 2.8c0 5.8-8 10.7-8 10.7z';

/** The signs of a rating: stars, hearts, or faces from sad to glad. */
export function Looks({ look, points }: { look: string; points: number }) {
  return (
    <div className={styles.looks} aria-hidden="true">
      {Array.from({ length: points }, (_, at) => (
        <svg key={at} viewBox="0 0 24 24">{look === 'smileys' ? <Face mood={points === 1 ? 0 : at / (points - 1)} /> : <path d={look === 'hearts' ? HEART : STAR} />}</svg>
      ))}
    </div>
  );
}

/** From 0, sad, to 1, glad. */
function Face({ mood }: { mood: number }) {
  const depth = (mood - 0.5) * 8;
  return (
    <>
      <circle cx="12" cy="12" r="9.5" />
      <path d={`M8.8 9.6v.6M15.2 9.6v.6M8 ${15.4 - depth / 3} Q12 ${15.4 + depth} 16 ${15.4 - depth / 3}`} />
    </>
  );
}
