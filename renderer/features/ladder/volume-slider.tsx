import { useEffect, useState } from 'react'
import styles from './ladder-screen.module.css'

/** The slider goes from 100 to 10 million queries, in steps of a twentieth of a decade. */
const stepsPerDecade = 20
const [lowest, highest] = [2, 7]

/** A volume on a logarithmic slider; taken when the hand or the key lets go. */
export function VolumeSlider({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [position, setPosition] = useState(positionOf(value))
  useEffect(() => setPosition(positionOf(value)), [value])
  const chosen = volumeAt(position)
  const take = () => {
    if (position !== positionOf(value)) onChange(chosen)
  }
  return (
    <label className={styles.volume}>
      <span>
        Queries a month <strong>{(position === positionOf(value) ? value : chosen).toLocaleString('en-US')}</strong>
      </span>
      <input
        type="range"
        min={lowest * stepsPerDecade}
        max={highest * stepsPerDecade}
        value={position}
        aria-valuetext={`${chosen.toLocaleString('en-US')} queries a month`}
        onChange={(event) => setPosition(Number(event.target.value))}
        onPointerUp={take}
        onKeyUp={take}
        onBlur={take}
      />
    </label>
  )
}

function positionOf(volume: number): number {
  const position = Math.round(Math.log10(Math.max(1, volume)) * stepsPerDecade)
  return Math.min(highest * stepsPerDecade, Math.max(lowest * stepsPerDecade, position))
}

/** Two significant digits, so that a volume can be said. */
function volumeAt(position: number): number {
  return Number((10 ** (position / stepsPerDecade)).toPrecision(2))
}
