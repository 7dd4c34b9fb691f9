var concepts_2transport_8hpp =
[
    [ "Completion< T >", "classkeyturn_1_1Completion.html", "classkeyturn_1_1Completion" ],
    [ "keyturn::BlockingTransport", "conceptkeyturn_1_1BlockingTransport.html", null ],
    [ "keyturn::AsyncTransport", "conceptkeyturn_1_1AsyncTransport.html", null ],
    [ "keyturn::PolledTransport", "conceptkeyturn_1_1PolledTransport.html", null ],
    [ "keyturn::WakingTransport", "conceptkeyturn_1_1WakingTransport.html", null ],
    [ "keyturn::Transport", "conceptkeyturn_1_1Transport.html", null ],
    [ "explain_transport", "concepts_2transport_8hpp.html#a51ee14a613533d2696e3898b78701863", null ]
];