import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'

export interface CopyButtonProps {
  label: string
  /** Puts the text on the clipboard; false where that failed. */
  onCopy: () => Promise<boolean>
  isIconOnly?: boolean
}

const shownForMs = 2_000

/** A button that copies and says so for two seconds. */
export function CopyButton({ label, onCopy, isIconOnly = false }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), shownForMs)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = () => {
    void onCopy().then((hasCopied) => setCopied(hasCopied))
  }
  const icon = isCopied ? 'check' : 'copy'
  return isIconOnly ? (
    <IconButton icon={icon} label={isCopied ? 'Copied' : label} onPress={copy} />
  ) : (
    <Button icon={icon} onPress={copy}>
      {isCopied ? 'Copied' : label}
    </Button>
  )
}
