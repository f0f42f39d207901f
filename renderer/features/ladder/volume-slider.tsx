import { useEffect, useState } from 'react'
import styles from './ladder-screen.module.css'

/** The slider goes in steps of a twentieth of a decade. */
const stepsPerDecade = 20

interface VolumeSliderProps {
  /** Queries a month. */
  value: number
  /** Powers of ten at its ends. */
  decades: readonly [number, number]
  /** Called with each volume on the way, and with null where it ends at the present one. */
  onMove: (value: number | null) => void
  onChange: (value: number) => void
}

/** A volume on a logarithmic slider; taken when the hand or the key lets go. */
export function VolumeSlider({ value, decades, onMove, onChange }: VolumeSliderProps) {
  const [lowest, highest] = decades.map((power) => power * stepsPerDecade) as [number, number]
  const present = Math.min(highest, Math.max(lowest, positionOf(value)))
  const [position, setPosition] = useState(present)
  useEffect(() => setPosition(present), [present])
  const chosen = position === present ? value : volumeAt(position)
  const take = () => {
    if (position !== present) onChange(chosen)
  }
  return (
    <input
      type="range"
      className={styles.volume}
      aria-label="Queries a month"
      min={lowest}
      max={highest}
      value={position}
      aria-valuetext={`${chosen.toLocaleString('en-US')} queries a month`}
      onChange={(event) => {
        const moved = Number(event.target.value)
        setPosition(moved)
        onMove(moved === present ? null : volumeAt(moved))
      }}
      onPointerUp={take}
      onKeyUp={take}
      onBlur={take}
    />
  )
}

function positionOf(volume: number): number {
  return Math.round(Math.log10(Math.max(1, volume)) * stepsPerDecade)
}

/** Two significant digits, so that a volume can be said. */
function volumeAt(position: number): number {
  return Number((10 ** (position / stepsPerDecade)).toPrecision(2))
}
