import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/**
 * What a packaged Rungs lets others do with its Electron, fixed in the binary: electron-builder calls this before it
 * signs. Every fuse is stated, and a fuse that Electron adds fails the build until somebody has decided on it.
 * @param {boolean} isTestBuild keeps Node's inspector, through which Playwright drives the app; never for users, as any
 *   program of the user could then run code with the app's rights.
 */
export function fuses(isTestBuild) {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // Signatures on Apple silicon break when the binary changes; local builds are signed for this machine again.
    resetAdHocDarwinSignature: true,
    // The binary must not run any script as Node; the engine is a utility process and does not need it.
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: isTestBuild,
    // What was signed is what runs.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // The page has a scheme of its own; files need no rights.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // The app has no cookies; the keychain is asked for keys only.
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  }
}

/** electron-builder's hook. */
export default async function setFuses({ appOutDir, electronPlatformName, packager }) {
  const name = electronPlatformName === 'linux' ? packager.executableName : packager.appInfo.productFilename
  const extension = { darwin: '.app', win32: '.exe' }[electronPlatformName] ?? ''
  await flipFuses(join(appOutDir, `${name}${extension}`), fuses(process.env.RUNGS_TEST_BUILD === '1'))
}
