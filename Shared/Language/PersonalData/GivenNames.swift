// Names that people in Indonesia are given: what tells "pak rahmat" from "pak rusak" where
// nobody writes large letters. Names that are words of every day are left out.

enum GivenNames {
    static let words = MarkWords(
        """
        abdul abdullah abdurrahman abidin achmad adi aditya afifah agung agus ahmad aini aisyah
        akbar akhmad ali alfian alamsyah amalia amin aminah amir amirudin anang andi andini
        andre andri anggi anggraini anisa annisa anshari ansari anwar ardi ari arief arif arifin
        arsyad asep asmara asmuni asnah astuti ayu azhar azis aziz badrun bahrudin bahrun
        bahtiar bambang basri basuki budi budiman budiono burhan burhanuddin chairul cahyono
        darmawan darsono dedi deni denny desi dewi dian diana dina dimas dodi doni dwi edi eka
        eko elly endang erna erni evi fadli fahmi fahri fahriadi faisal faridah farid fatimah
        fatmawati fauzan fauzi fauziah febri ferdi fikri firdaus firman fitri fitria fitriani
        gunawan guntur hadi hafiz hairani hairudin hairul hakim halimah hamdan hamdani hamid
        hamidah hamzah handayani hani hanafi haris harun haryanto hasan hasanah hasanudin hasbi
        hasbullah hasnah hatta helmi hendra hendri heni heri herlina herman hermawan heru
        hidayah hidayat hidayati husain husin husna husni ibrahim idris ihsan ilham iman imam
        imran ina indah indra indriani irawan irfan irma irwan ismail isna iskandar iwan jamal
        jamaludin jamilah jannah joko juhri jumiati juli juliani jumadi junaidi juraidah kamal
        kamariah kartika karyadi khadijah khairil khairiah khairul kurniawan kusuma laila
        latifah leni lestari lia lilis linda lisa lukman lutfi mahdi mahfuz mahmud mahmudah
        mardiana maria mariani mariatul marlina maryam masdar masitah masrani maulana maulida
        maya megawati meri mila mirna misbah muhamad muhammad muhidin mukhtar mulyadi mulyono
        muliadi munawarah munir murni mursidah musdalifah mustafa mustofa nadia najwa nana
        nanang nasir nasrullah nazar nila nita noor noorhayati nor norhayati norman nova novi
        nugroho nur nurdin nurhaliza nurhasanah nurhayati nurjanah nurul nuraini oktaviani pandi
        prasetyo pratama pratiwi purnama purnomo puspita putra putri rabiatul rachman raden rafi
        rahayu rahim rahmad rahman rahmat rahmah rahmawati rahmadi ramadani ramadhan ramli rani
        ratna reza rian riduan ridwan rina rini rismawati risna rita rizal rizki rizky rohani
        rohman rosita roslina roy rudi rudiansyah rukmini rusdi rusli rusmini rusmiati sabri
        sabrina saidah saiful salamah salim salmah samsudin samsul sapri saprudin sari sarah
        sarwono satria setiawan setyo shinta silvia simatupang siregar siti slamet sofia sofyan
        solihin sri suci sudirman sugeng sugiarto suharto suhartini suherman sukma sulaiman
        sulastri sumarni sumiati sunarto sunarti suparman supardi suprianto supriadi supriyadi
        surya suryadi suryani susanti susanto sutrisno suwarno suyanto syahrani syahril syahrul
        syaiful syamsiah syamsudin syamsul syarif syarifah syarifudin taufik taufiq teguh
        thamrin tini titin toni tono tri triyono tuti udin umar umi usman utami wahid wahyu
        wahyudi wahyuni wardah wati wawan wibowo widodo widya wijaya winarti wulandari yahya
        yanti yanto yati yeni yoga yogi yudi yuli yuliana yulianti yuni yunita yunus yusri
        yusran yusuf zahra zainab zainal zainuddin zainudin zaini zakaria zakiah zubaidah zulfa
        zulkifli adawiyah akhyar alfiannor alimudin amrullah angga anita antonius ardian aris
        arman asrani atik aulia bagas bahri bakri bayu benny bima boby butet cahya candra
        christian cindy citra dadang dahlan dani daniel danu darma dayat dea dede della desy
        dika dinda dino djoko ega ekawati elisa elvi endah enny erik erwin esti eva fajar fandi
        febriyanti feri fransiska frans galih gilang gita gufron habib habibi hafizah hamli
        hamsiah hanna hanum hardi harianto hartati hartono hasna helda hermansyah hesti ida
        ihwan ika ilmi ilyas imah ina ipul isnawati jaka januar jefri jihan johan johanes joni
        jono julia jumaidi kadir kardi kartini karmila ketut khair khairunnisa komang krisna
        kristina lela lidya lukas lulu luthfi made mahrita maman manurung mariam marsudi martha
        maruli mastura maimun maimunah masliani melisa metty mina mirza monika muchlis mukhlis
        mulyani mulyati mulyana murti musa mutia nadya nasution natalia nengah niko nina ningsih
        noval novianti novita nyoman nurlaila okta oktavia oktavianus pairin parno paulus petrus
        ponco prayoga prihatin putu qomariah qosim radit rafli rahmi raisa ramlah randi rangga
        rano ratih ridho rika riko rima rio risa riska rohmat romli rosdiana roslan rosmini
        rosnah ruslan rusliana rusmadi saiful sakdiah salman samsiah samsi santi saputra sayuti
        selamet septian septi simanjuntak simon sinaga sinta situmorang siregar sofi sohib
        solehah stefanus suartini subhan sudarmi sudarno sugiono suhardi sukarni sulis sulistyo
        sumiyati sunardi surti suryanto susan susilo sutini suwandi syafii syafrudin syamsiar
        syarifuddin tasya tatik theresia tomi tommy toto tugiman ujang ulfa umar uswatun valen
        vera vina viona wanda wayan wenny widi widiastuti winda wiwik yadi yanuar yohana yohanes
        yolanda yosef yosua yuda yulfi yuliati yusni yustina zahrah zaenal zulaiha lubis harahap
        hutapea marpaung rumbekwan kogoya daeng andika arjuna syauqi akmal rafiq syafiq hafidz
        fikri alwi ahda arbain arbainah norliana galuh anangs upik jainudin jaini jumri utuh
        aluh asiah murjani muliadi jamhuri raihanah kaspul kasim hairin hamsanah salsabila
        sarinten ijul mastur mawardi misran muksin norsehan padli parida pahrudin rusmin sahrani
        samsuri saniah sarmadi sarbaini siti suriansyah surianto syukur talhah tarmiji tasmin
        arbain arbayah ardiansyah asmawi asrul aslamiah barkati bahrani darmansyah duraman
        gajali hormansyah humaidi idah inah jamhari jumiah juwita kasmudin kursani lamri mahlan
        mardiah masniah matnor mursid najib nasrudin nordin pahmi rasidi rusida rustam sahdan
        saberi salasiah samani sanusi sopiah suhaimi supian syaukani taberani utuh wahdah wardi
        yuliani yamani zulaikha
        """)

    /// What many names end in and few words do.
    private static let endings = [
        "uddin", "udin", "ansyah", "ullah", "ulloh", "wati", "yanti", "ianto", "yanto", "yono",
        "ningsih",
        "urrahman", "arrahman", "iansah", "urrazi", "ianus", "liana", "riana", "diana", "syiah",
        "khair", "issa", "fiannor", "annor", "idah",
    ].map { Array($0.unicodeScalars) }

    private static let beginnings = [
        "nurh", "nurl", "nurj", "nura", "nuru", "noor", "norh", "norj", "norl",
    ].map { $0.unicodeScalars.map(\.value) }

    static func knows(_ piece: Piece, in reading: DataReading) -> Bool {
        if words.contains(piece) { return true }
        guard piece.count > 6, !NameWords.ordinary.contains(piece) else { return false }
        let start = reading.scalars[piece.start..<piece.start + 4].map { $0.value | 0x20 }
        if beginnings.contains(start) { return true }
        return endings.contains { ending in
            zip(reading.scalars[..<piece.end].suffix(ending.count), ending).allSatisfy {
                $0 == $1 || $0.value + 0x20 == $1.value
            }
        }
    }
}
