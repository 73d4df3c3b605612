; What people read, in both languages.
!macro TEXT KEY PORTUGUESE ENGLISH
	LangString ${KEY} ${LANG_PORTUGUESEBR} "${PORTUGUESE}"
	LangString ${KEY} ${LANG_ENGLISH} "${ENGLISH}"
!macroend

!insertmacro TEXT TEXT_FILES "Oferecer em “Abrir com”" "Offer under “Open with”"
!insertmacro TEXT TEXT_PATH "Linha de comando (carteira-cli)" "Command line (carteira-cli)"
!insertmacro TEXT TEXT_DESKTOP "Ícone na área de trabalho" "Icon on the desktop"
!insertmacro TEXT TEXT_DATA "Apagar também os meus dados" "Delete my data as well"
!insertmacro TEXT TEXT_TYPE "Planilha de contatos" "Spreadsheet of contacts"
!insertmacro TEXT ABOUT_PROGRAM "Contatos e carteiras da central de atendimento, também sem conexão." "Contacts and portfolios of a contact center, also offline."
!insertmacro TEXT ABOUT_FILES "Para arquivos CSV, TSV, TXT, XLSX e JSON. O Excel, ou o que abre esses arquivos hoje, continua sendo o padrão." "For CSV, TSV, TXT, XLSX and JSON files. Excel, or whatever opens them today, stays the default."
!insertmacro TEXT ABOUT_PATH "Acrescenta o carteira-cli ao PATH, para scripts e para o terminal." "Adds carteira-cli to PATH, for scripts and the terminal."
!insertmacro TEXT ABOUT_DESKTOP "Um atalho na área de trabalho, além do menu Iniciar." "A shortcut on the desktop, beside the one in the Start menu."
!insertmacro TEXT ABOUT_DATA "Contatos, histórico e auditoria deste usuário do Windows, neste computador. Não há como desfazer. Sem marcar, os dados ficam para uma próxima instalação." "Contacts, history and audit of this Windows user, on this computer. This cannot be undone. Unchecked, the data stays for the next installation."
!insertmacro TEXT TEXT_OPEN "A Carteira está aberta. Feche a janela, e o que estiver em execução no terminal, e tente de novo." "Carteira is open. Close its window, and what runs in a terminal, and try again."
!insertmacro TEXT TEXT_NOT_ALLOWED "Instalar ou remover para todos os usuários deste computador exige um administrador: abra o programa com “Executar como administrador”." "Installing or removing for all users of this computer takes an administrator: open the program with “Run as administrator”."
!insertmacro TEXT TEXT_OLD_WINDOWS "A Carteira precisa do Windows 10 ou mais novo." "Carteira needs Windows 10 or newer."
!insertmacro TEXT TEXT_WEBVIEW2 "Instalando o Microsoft Edge WebView2…" "Installing Microsoft Edge WebView2…"
!insertmacro TEXT TEXT_NO_WEBVIEW2 "A Carteira foi instalada, mas a janela precisa do Microsoft Edge WebView2, que não pôde ser instalado agora. Com acesso à internet, baixe-o em https://go.microsoft.com/fwlink/p/?LinkId=2124703 e abra a Carteira." "Carteira is installed, but its window needs Microsoft Edge WebView2, which could not be installed now. With access to the internet, get it from https://go.microsoft.com/fwlink/p/?LinkId=2124703 and open Carteira."
