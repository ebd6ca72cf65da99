/** The request as a command for a POSIX shell. The token is not in it: the shell's `ACCESS_TOKEN` stands for it. */
export function formatCurl(method: string, url: string): string {
  const quoted = `'${url.replaceAll("'", String.raw`'\''`)}'`
  const methodPart = method === 'GET' ? '' : method === 'HEAD' ? ' --head' : ` --request ${method}`
  return `curl${methodPart} --header "Authorization: Bearer $ACCESS_TOKEN" ${quoted}`
}
