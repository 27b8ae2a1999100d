import "./skeleton.css";

const widths = ["96%", "88%", "93%", "61%"];

/** Lines where text will stand. */
export function SkeletonLines() {
  return (
    <span aria-hidden="true">
      {widths.map((width) => (
        <span key={width} className="skeleton-line" style={{ width }} />
      ))}
    </span>
  );
}
