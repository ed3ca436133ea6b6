"""Mail domains that anybody can have: sharing one says nothing about two people."""

NAMES = """
    gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.fr
    hotmail.it hotmail.es live.com live.co.uk live.nl live.fr msn.com passport.com yahoo.com yahoo.co.uk yahoo.ca
    yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.au yahoo.com.br ymail.com
    rocketmail.com icloud.com me.com mac.com aol.com aim.com gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.us web.de
    t-online.de freenet.de arcor.de mail.com email.com usa.com zoho.com zohomail.com fastmail.com fastmail.fm
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io tuta.com hey.com hushmail.com yandex.com
    yandex.ru mail.ru bk.ru inbox.ru list.ru rambler.ru qq.com 163.com 126.com sina.com sohu.com foxmail.com
    naver.com daum.net hanmail.net rediffmail.com comcast.net xfinity.com verizon.net att.net sbcglobal.net
    bellsouth.net cox.net charter.net spectrum.net earthlink.net optonline.net frontier.com windstream.net
    centurylink.net juno.com shaw.ca rogers.com sympatico.ca bell.net telus.net btinternet.com virginmedia.com
    sky.com talktalk.net ntlworld.com blueyonder.co.uk orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it
    virgilio.it tiscali.it alice.it ziggo.nl kpnmail.nl telenet.be skynet.be bluewin.ch bigpond.com optusnet.com.au
    xtra.co.nz uol.com.br bol.com.br terra.com.br
"""
FREE_MAIL = frozenset(NAMES.split())
