# try.ps1 INSTALLER  installs on this Windows, silently, opens the window with a file as Explorer would, and uninstalls.
param([Parameter(Mandatory)] [string] $Installer)
$ErrorActionPreference = 'Stop'
function Fail($text) { Write-Error $text; exit 1 }
function Run($file, $arguments) { (Start-Process -FilePath $file -ArgumentList $arguments -Wait -PassThru).ExitCode }

$folder = "$env:LOCALAPPDATA\Programs\Carteira"
$before = (Get-ItemProperty 'HKLM:\Software\Classes\.csv' -ErrorAction SilentlyContinue).'(default)'
if ((Run $Installer '/S', '/CurrentUser', '/CLI') -ne 0) { Fail 'it does not install' }
$version = (Get-Content "$PSScriptRoot\..\..\wails.json" | ConvertFrom-Json).info.productVersion
if ((Get-Item "$folder\Carteira.exe").VersionInfo.ProductVersion -ne $version) { Fail 'another version is installed' }
if ((& "$folder\carteira-cli.exe" --version) -ne "carteira $version") { Fail 'the command line does not run' }
if ([Environment]::GetEnvironmentVariable('Path', 'User') -notlike "*$folder*") { Fail 'the command line is not on PATH' }
if ((Get-ItemProperty 'HKLM:\Software\Classes\.csv' -ErrorAction SilentlyContinue).'(default)' -ne $before) { Fail 'what opens CSV files has changed' }

# As "open with" does: the registered command, with a path that holds blanks and accents.
$env:CARTEIRA_DATA = "$env:TEMP\dados do João"
$file = "$env:TEMP\contatos da manhã.csv"
Set-Content -Path $file -Value 'contact_name' -Encoding utf8
$command = (Get-ItemProperty 'HKCU:\Software\Classes\Carteira.Import.1\shell\open\command').'(default)'.Replace('%1', $file)
Start-Process cmd.exe -ArgumentList '/s', '/c', "`"$command`"" -WindowStyle Hidden
$taken = $false
foreach ($i in 1..300) {
	$inbox = "$env:CARTEIRA_DATA\inbox"
	if ((Test-Path "$env:CARTEIRA_DATA\carteira.db") -and (Test-Path $inbox) -and -not (Get-ChildItem $inbox)) { $taken = $true; break }
	Start-Sleep -Milliseconds 200
}
if (-not $taken) { Fail 'the window does not take the file' }
Get-Process Carteira | ForEach-Object { $_.CloseMainWindow() | Out-Null; if (-not $_.WaitForExit(20000)) { Fail 'the window does not close' } }

Start-Process "$folder\uninstall.exe" -ArgumentList '/S'
foreach ($i in 1..300) { if (-not (Test-Path $folder)) { break }; Start-Sleep -Milliseconds 200 }
if (Test-Path $folder) { Fail 'something stays behind' }
if (Test-Path 'HKCU:\Software\Classes\Carteira.Import.1') { Fail 'the association stays behind' }
if ([Environment]::GetEnvironmentVariable('Path', 'User') -like "*$folder*") { Fail 'PATH is not as it was' }
if (-not (Test-Path "$env:CARTEIRA_DATA\carteira.db")) { Fail 'the data is gone' }
Write-Output 'installed, used and uninstalled'
