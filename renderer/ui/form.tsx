import { type ReactNode, useEffect, useRef } from 'react'
import styles from './form.module.css'

export interface FormProps {
  /** How often the person has tried to send it. After each try the first field with a fault takes the focus. */
  tries: number
  children: ReactNode
}

/** The frame of a form: its cards, one below the other. It is sent by its screen's button, or by what a field's Enter does. */
export function Form({ tries, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [tries])
  return (
    // A browser sends a form by itself when Enter is pressed in its only line of text.
    <form ref={form} className={styles.form} onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  )
}

/** Fields of a form, one below the other. */
export function FormFields({ children }: { children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>
}
