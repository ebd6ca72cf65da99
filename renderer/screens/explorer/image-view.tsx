import { useEffect, useState } from 'react'
import type { BodyClient, BodyStatus } from '../../state/responses.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import styles from './explorer.module.css'

export interface ImageViewProps {
  body: BodyClient
  status: BodyStatus
  image: NonNullable<BodyStatus['image']>
}

/** An image out of the body's bytes, once all are there and its size is one that may be decoded. */
export function ImageView({ body, status, image }: ImageViewProps) {
  const [url, setUrl] = useState<string>()
  const [hasFailed, setFailed] = useState(false)
  const isReady = image.isShowable && status.isComplete
  useEffect(() => {
    if (!isReady) return
    let made: string | undefined
    let isGone = false
    body.ask('blob', {}).then(
      (blob) => {
        if (isGone) return
        made = URL.createObjectURL(blob)
        setUrl(made)
      },
      () => setFailed(true),
    )
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [body, isReady])

  const { width, height } = image
  const size =
    width === undefined || height === undefined
      ? undefined
      : `${formatCount(width)} × ${formatCount(height)} pixels`
  const facts = [image.mediaType, size, formatBytes(status.receivedBytes)].filter(Boolean).join(' · ')
  return (
    <figure className={styles.image}>
      {url !== undefined && !hasFailed ? (
        <img src={url} alt={`Body of the response, ${facts}`} onError={() => setFailed(true)} />
      ) : status.isComplete && (hasFailed || !image.isShowable) ? (
        <p className={styles.notice}>
          {hasFailed
            ? 'These bytes begin like an image but cannot be decoded.'
            : size === undefined
              ? 'The size of this image cannot be read, so it is not decoded.'
              : 'This image is too large to be decoded safely.'}
        </p>
      ) : null}
      <figcaption>{facts}</figcaption>
    </figure>
  )
}
