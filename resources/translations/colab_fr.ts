<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>Dialogs</name>
        <message>
            <source>Choose notebooks</source>
            <translation>Choisir des notebooks</translation>
        </message>
        <message>
            <source>Notebooks (*.ipynb)</source>
            <translation>Notebooks (*.ipynb)</translation>
        </message>
    </context>
    <context>
        <name>ErrorPresenter</name>
        <message>
            <source>The option[ {flag}] is not right.</source>
            <translation>L’option[ {flag}] n’est pas correcte.</translation>
        </message>
        <message>
            <source>[There is no {flag}.][ {problem}]</source>
            <translation>[Il n’y a pas de {flag}.][ {problem}]</translation>
        </message>
        <message>
            <source>[Did you mean {nearest}? ]See colabq --help.</source>
            <translation>[Vouliez-vous dire {nearest} ? ]Voir colabq --help.</translation>
        </message>
        <message>
            <source>The parameter[ {name}] has a value that does not fit.</source>
            <translation>La valeur du paramètre[ {name}] ne convient pas.</translation>
        </message>
        <message>
            <source>[The value is {value}. ][Expected: {expected}.]</source>
            <translation>[La valeur est {value}. ][Attendu : {expected}.]</translation>
        </message>
        <message>
            <source>Correct the value and submit again.</source>
            <translation>Corrigez la valeur et soumettez à nouveau.</translation>
        </message>
        <message>
            <source>The notebook has no parameter[ named {name}].</source>
            <translation>Le notebook n’a pas de paramètre[ nommé {name}].</translation>
        </message>
        <message>
            <source>[It has: {known}.]</source>
            <translation>[Il a : {known}.]</translation>
        </message>
        <message>
            <source>[Did you mean {nearest}? ]Check the spelling, or add the name to the cell tagged parameters.</source>
            <translation>[Vouliez-vous dire {nearest} ? ]Vérifiez l’orthographe, ou ajoutez le nom à la cellule marquée parameters.</translation>
        </message>
        <message>
            <source>There is no job[ {job}].</source>
            <translation>Il n’y a pas de tâche[ {job}].</translation>
        </message>
        <message>
            <source>[Several jobs begin like this: {matches}.]</source>
            <translation>[Plusieurs tâches commencent ainsi : {matches}.]</translation>
        </message>
        <message>
            <source>See the list with: colabq jobs</source>
            <translation>Voir la liste avec : colabq jobs</translation>
        </message>
        <message>
            <source>There is no provider[ named {provider}].</source>
            <translation>Il n’y a pas de fournisseur[ nommé {provider}].</translation>
        </message>
        <message>
            <source>[Configured: {known}.]</source>
            <translation>[Configurés : {known}.]</translation>
        </message>
        <message>
            <source>[Did you mean {nearest}? ]Add it to execution_config.yaml, or choose another; see: colabq providers</source>
            <translation>[Vouliez-vous dire {nearest} ? ]Ajoutez-le à execution_config.yaml, ou choisissez-en un autre ; voir : colabq providers</translation>
        </message>
        <message>
            <source>There is no runtime[ {runtime}].</source>
            <translation>Il n’y a pas d’environnement d’exécution[ {runtime}].</translation>
        </message>
        <message>
            <source>It may have been released already.</source>
            <translation>Il a peut-être déjà été libéré.</translation>
        </message>
        <message>
            <source>See the list with: colabq runtimes</source>
            <translation>Voir la liste avec : colabq runtimes</translation>
        </message>
        <message>
            <source>That is not possible now.</source>
            <translation>Ce n’est pas possible maintenant.</translation>
        </message>
        <message>
            <source>[The job {job} is {state}.][ The runtime {runtime} is in use.]</source>
            <translation>[La tâche {job} est dans l’état {state}.][ L’environnement {runtime} est utilisé.]</translation>
        </message>
        <message>
            <source>Look at its state with colabq show, then try what fits it.</source>
            <translation>Regardez son état avec colabq show, puis essayez ce qui lui convient.</translation>
        </message>
        <message>
            <source>This is not available[: {what}].</source>
            <translation>Ce n’est pas disponible[ : {what}].</translation>
        </message>
        <message>
            <source>[The provider {provider} is of the kind {kind}, which this version does not know.]</source>
            <translation>[Le fournisseur {provider} est du type {kind}, inconnu de cette version.]</translation>
        </message>
        <message>
            <source>Use another provider, or a newer version of the program.</source>
            <translation>Utilisez un autre fournisseur, ou une version plus récente du programme.</translation>
        </message>
        <message>
            <source>The job is not described correctly.</source>
            <translation>La tâche n’est pas décrite correctement.</translation>
        </message>
        <message>
            <source>[The member {member} is wrong. ][Expected: {expected}.]</source>
            <translation>[Le champ {member} est faux. ][Attendu : {expected}.]</translation>
        </message>
        <message>
            <source>Correct it and submit again.</source>
            <translation>Corrigez-le et soumettez à nouveau.</translation>
        </message>
        <message>
            <source>The configuration cannot be read.</source>
            <translation>La configuration ne peut pas être lue.</translation>
        </message>
        <message>
            <source>[The file is {path}.]</source>
            <translation>[Le fichier est {path}.]</translation>
        </message>
        <message>
            <source>Check that the file exists and that you may read it.</source>
            <translation>Vérifiez que le fichier existe et que vous pouvez le lire.</translation>
        </message>
        <message>
            <source>The configuration is not valid YAML.</source>
            <translation>La configuration n’est pas du YAML valide.</translation>
        </message>
        <message>
            <source>[The problem is near line {line}.][ The file is {path}.]</source>
            <translation>[Le problème est près de la ligne {line}.][ Le fichier est {path}.]</translation>
        </message>
        <message>
            <source>Correct that line; indentation, quotes and brackets are the usual causes.</source>
            <translation>Corrigez cette ligne ; indentation, guillemets et crochets sont les causes habituelles.</translation>
        </message>
        <message>
            <source>The configuration has an unknown key[: {key}].</source>
            <translation>La configuration a une clé inconnue[ : {key}].</translation>
        </message>
        <message>
            <source>[It is in line {line}.][ The file is {path}.]</source>
            <translation>[Elle est à la ligne {line}.][ Le fichier est {path}.]</translation>
        </message>
        <message>
            <source>[Did you mean {nearest}? ]All keys are described in docs/SETUP.md.</source>
            <translation>[Vouliez-vous dire {nearest} ? ]Toutes les clés sont décrites dans docs/SETUP.md.</translation>
        </message>
        <message>
            <source>A value in the configuration does not fit[: {key}].</source>
            <translation>Une valeur de la configuration ne convient pas[ : {key}].</translation>
        </message>
        <message>
            <source>[It is in line {line}. ][The value is {value}. ][Expected: {expected}.][ The file is {path}.]</source>
            <translation>[Elle est à la ligne {line}. ][La valeur est {value}. ][Attendu : {expected}.][ Le fichier est {path}.]</translation>
        </message>
        <message>
            <source>Correct the value; all keys are described in docs/SETUP.md.</source>
            <translation>Corrigez la valeur ; toutes les clés sont décrites dans docs/SETUP.md.</translation>
        </message>
        <message>
            <source>The notebook cannot be read[: {path}].</source>
            <translation>Le notebook ne peut pas être lu[ : {path}].</translation>
        </message>
        <message>
            <source>The file is missing, or you may not read it.</source>
            <translation>Le fichier manque, ou vous n’avez pas le droit de le lire.</translation>
        </message>
        <message>
            <source>Check the path and the rights of the file.</source>
            <translation>Vérifiez le chemin et les droits du fichier.</translation>
        </message>
        <message>
            <source>The file[ {path}] is not a notebook.</source>
            <translation>Le fichier[ {path}] n’est pas un notebook.</translation>
        </message>
        <message>
            <source>It is not valid JSON[ (line {line}, column {column})].</source>
            <translation>Ce n’est pas du JSON valide[ (ligne {line}, colonne {column})].</translation>
        </message>
        <message>
            <source>Open it in Jupyter and save it again, or choose another file.</source>
            <translation>Ouvrez-le dans Jupyter et enregistrez-le à nouveau, ou choisissez un autre fichier.</translation>
        </message>
        <message>
            <source>The notebook[ {path}] is cut off.</source>
            <translation>Le notebook[ {path}] est tronqué.</translation>
        </message>
        <message>
            <source>The file ends in the middle[ (at byte {position})].</source>
            <translation>Le fichier s’arrête au milieu[ (à l’octet {position})].</translation>
        </message>
        <message>
            <source>Copy it again from where it came from.</source>
            <translation>Copiez-le à nouveau depuis son origine.</translation>
        </message>
        <message>
            <source>The notebook[ {path}] has characters that are not UTF-8.</source>
            <translation>Le notebook[ {path}] a des caractères qui ne sont pas en UTF-8.</translation>
        </message>
        <message>
            <source>[The first is at byte {position}.]</source>
            <translation>[Le premier est à l’octet {position}.]</translation>
        </message>
        <message>
            <source>Save it as UTF-8, for example by opening and saving it in Jupyter.</source>
            <translation>Enregistrez-le en UTF-8, par exemple en l’ouvrant puis en l’enregistrant dans Jupyter.</translation>
        </message>
        <message>
            <source>The notebook[ {path}] has a format this program does not know.</source>
            <translation>Le notebook[ {path}] a un format inconnu de ce programme.</translation>
        </message>
        <message>
            <source>[Its version is {version}.] Formats 3 and 4 are understood.</source>
            <translation>[Sa version est {version}.] Les formats 3 et 4 sont compris.</translation>
        </message>
        <message>
            <source>Open it in a current Jupyter and save it again.</source>
            <translation>Ouvrez-le dans un Jupyter récent et enregistrez-le à nouveau.</translation>
        </message>
        <message>
            <source>The notebook[ {path}] is damaged.</source>
            <translation>Le notebook[ {path}] est endommagé.</translation>
        </message>
        <message>
            <source>[In cell {cell:number}: ][{member} should be {expected}.]</source>
            <translation>[Dans la cellule {cell:number} : ][{member} devrait être {expected}.]</translation>
        </message>
        <message>
            <source>Open it in Jupyter and save it again; that repairs most files.</source>
            <translation>Ouvrez-le dans Jupyter et enregistrez-le à nouveau ; cela répare la plupart des fichiers.</translation>
        </message>
        <message>
            <source>Two cells of the notebook[ {path}] have the same id.</source>
            <translation>Deux cellules du notebook[ {path}] ont le même identifiant.</translation>
        </message>
        <message>
            <source>[The id is {id}.]</source>
            <translation>[L’identifiant est {id}.]</translation>
        </message>
        <message>
            <source>Open it in Jupyter and save it again; new ids are given.</source>
            <translation>Ouvrez-le dans Jupyter et enregistrez-le à nouveau ; de nouveaux identifiants sont donnés.</translation>
        </message>
        <message>
            <source>The notebook is too large[: {size:bytes}][{bytes:bytes} in cell {cell:number}].</source>
            <translation>Le notebook est trop grand[ : {size:bytes}][{bytes:bytes} dans la cellule {cell:number}].</translation>
        </message>
        <message>
            <source>[The limit is {limit:bytes}.]</source>
            <translation>[La limite est {limit:bytes}.]</translation>
        </message>
        <message>
            <source>Clear outputs that are no longer needed, or keep data in files.</source>
            <translation>Effacez les sorties devenues inutiles, ou gardez les données dans des fichiers.</translation>
        </message>
        <message>
            <source>The notebook cannot be written[: {path}].</source>
            <translation>Le notebook ne peut pas être écrit[ : {path}].</translation>
        </message>
        <message>
            <source>Check the rights of the folder and the free space on the disk.</source>
            <translation>Vérifiez les droits du dossier et l’espace libre du disque.</translation>
        </message>
        <message>
            <source>Parameters cannot be set in this language[: {language}].</source>
            <translation>Les paramètres ne peuvent pas être donnés dans ce langage[ : {language}].</translation>
        </message>
        <message>
            <source>Values are written into Python and R notebooks.</source>
            <translation>Les valeurs sont écrites dans les notebooks Python et R.</translation>
        </message>
        <message>
            <source>Run the notebook without parameters, or set them inside it.</source>
            <translation>Exécutez le notebook sans paramètres, ou fixez-les dedans.</translation>
        </message>
        <message>
            <source>The notebook failed[ in cell {cell:number}][: {ename}][: {evalue}].</source>
            <translation>Le notebook a échoué[ à la cellule {cell:number}][ : {ename}][ : {evalue}].</translation>
        </message>
        <message>
            <source>The notebook raised an error; the cells after it did not run.</source>
            <translation>Le notebook a levé une erreur ; les cellules suivantes n’ont pas été exécutées.</translation>
        </message>
        <message>
            <source>Read the traceback in executed.ipynb, correct the notebook and submit it again.</source>
            <translation>Lisez la trace dans executed.ipynb, corrigez le notebook et soumettez-le à nouveau.</translation>
        </message>
        <message>
            <source>A cell ran too long[: cell {cell:number}].</source>
            <translation>Une cellule a duré trop longtemps[ : cellule {cell:number}].</translation>
        </message>
        <message>
            <source>[The limit for one cell is {limit:duration}.]</source>
            <translation>[La limite par cellule est {limit:duration}.]</translation>
        </message>
        <message>
            <source>Raise --cell-timeout, or make the cell faster.</source>
            <translation>Augmentez --cell-timeout, ou rendez la cellule plus rapide.</translation>
        </message>
        <message>
            <source>A cell gave no sign of life[: cell {cell:number}].</source>
            <translation>Une cellule n’a plus donné signe de vie[ : cellule {cell:number}].</translation>
        </message>
        <message>
            <source>[Nothing was heard for {limit:duration}.]</source>
            <translation>[Rien n’a été reçu pendant {limit:duration}.]</translation>
        </message>
        <message>
            <source>Raise jobs.silence_timeout in the configuration, or let the cell print its progress.</source>
            <translation>Augmentez jobs.silence_timeout dans la configuration, ou faites afficher sa progression à la cellule.</translation>
        </message>
        <message>
            <source>A cell asked for keyboard input[: cell {cell:number}].</source>
            <translation>Une cellule a demandé une saisie au clavier[ : cellule {cell:number}].</translation>
        </message>
        <message>
            <source>Nobody is there to answer while a job runs.</source>
            <translation>Personne n’est là pour répondre pendant qu’une tâche s’exécute.</translation>
        </message>
        <message>
            <source>Replace input() by a parameter.</source>
            <translation>Remplacez input() par un paramètre.</translation>
        </message>
        <message>
            <source>The job took longer than it may.</source>
            <translation>La tâche a duré plus longtemps que permis.</translation>
        </message>
        <message>
            <source>[The limit is {limit_ms:duration}.]</source>
            <translation>[La limite est {limit_ms:duration}.]</translation>
        </message>
        <message>
            <source>Raise --timeout, or make the job smaller.</source>
            <translation>Augmentez --timeout, ou réduisez la tâche.</translation>
        </message>
        <message>
            <source>The job was cancelled.</source>
            <translation>La tâche a été annulée.</translation>
        </message>
        <message>
            <source>Start it again with: colabq retry</source>
            <translation>Relancez-la avec : colabq retry</translation>
        </message>
        <message>
            <source>The kernel died[ while cell {cell:number} ran].</source>
            <translation>Le noyau s’est arrêté[ pendant la cellule {cell:number}].</translation>
        </message>
        <message>
            <source>Most often it ran out of memory, or a library crashed.</source>
            <translation>Le plus souvent, la mémoire a manqué ou une bibliothèque s’est effondrée.</translation>
        </message>
        <message>
            <source>Look at the memory chart and job.log; try a smaller batch or a machine with more memory.</source>
            <translation>Regardez la courbe de mémoire et job.log ; essayez un lot plus petit ou une machine avec plus de mémoire.</translation>
        </message>
        <message>
            <source>The kernel was restarted[ while cell {cell:number} ran].</source>
            <translation>Le noyau a été redémarré[ pendant la cellule {cell:number}].</translation>
        </message>
        <message>
            <source>What it had in memory is gone.</source>
            <translation>Ce qu’il avait en mémoire est perdu.</translation>
        </message>
        <message>
            <source>Submit the job again; give it --retries to do so by itself.</source>
            <translation>Soumettez la tâche à nouveau ; avec --retries, elle le fera d’elle-même.</translation>
        </message>
        <message>
            <source>There is no kernel[ named {kernel}].</source>
            <translation>Il n’y a pas de noyau[ nommé {kernel}].</translation>
        </message>
        <message>
            <source>The provider does not have it installed.</source>
            <translation>Le fournisseur ne l’a pas installé.</translation>
        </message>
        <message>
            <source>Choose another with --kernel, or install it there; see: colabq doctor</source>
            <translation>Choisissez-en un autre avec --kernel, ou installez-le ; voir : colabq doctor</translation>
        </message>
        <message>
            <source>The kernel[ {kernel}] did not start.</source>
            <translation>Le noyau[ {kernel}] n’a pas démarré.</translation>
        </message>
        <message>
            <source>Start it once in Jupyter to see what is wrong; see also: colabq doctor</source>
            <translation>Démarrez-le une fois dans Jupyter pour voir ce qui ne va pas ; voir aussi : colabq doctor</translation>
        </message>
        <message>
            <source>The runtime is gone.</source>
            <translation>L’environnement d’exécution a disparu.</translation>
        </message>
        <message>
            <source>The provider says that it does not exist any more.</source>
            <translation>Le fournisseur dit qu’il n’existe plus.</translation>
        </message>
        <message>
            <source>The runtime does not answer.</source>
            <translation>L’environnement d’exécution ne répond pas.</translation>
        </message>
        <message>
            <source>It may still be running.</source>
            <translation>Il fonctionne peut-être encore.</translation>
        </message>
        <message>
            <source>Check the network; the program goes on trying.</source>
            <translation>Vérifiez le réseau ; le programme continue d’essayer.</translation>
        </message>
        <message>
            <source>Some output was lost[ in cell {cell:number}].</source>
            <translation>Une partie de la sortie a été perdue[ dans la cellule {cell:number}].</translation>
        </message>
        <message>
            <source>The server dropped messages and they could not be recovered.</source>
            <translation>Le serveur a abandonné des messages, qui n’ont pas pu être retrouvés.</translation>
        </message>
        <message>
            <source>Run the job again if the output matters; results in files are not affected.</source>
            <translation>Relancez la tâche si la sortie compte ; les résultats dans des fichiers ne sont pas touchés.</translation>
        </message>
        <message>
            <source>The provider[ {provider}] does not answer[: {host}].</source>
            <translation>Le fournisseur[ {provider}] ne répond pas[ : {host}].</translation>
        </message>
        <message>
            <source>Check that it runs and that the address is right; see: colabq providers</source>
            <translation>Vérifiez qu’il fonctionne et que l’adresse est juste ; voir : colabq providers</translation>
        </message>
        <message>
            <source>The provider[ {provider}] has nothing free now.</source>
            <translation>Le fournisseur[ {provider}] n’a rien de libre en ce moment.</translation>
        </message>
        <message>
            <source>[Wanted: {accelerator}.]</source>
            <translation>[Demandé : {accelerator}.]</translation>
        </message>
        <message>
            <source>Wait, or accept more kinds with --accelerator.</source>
            <translation>Attendez, ou acceptez plus de types avec --accelerator.</translation>
        </message>
        <message>
            <source>The provider[ {provider}] refused.</source>
            <translation>Le fournisseur[ {provider}] a refusé.</translation>
        </message>
        <message>
            <source>[It answered with status {status}.]</source>
            <translation>[Il a répondu avec le statut {status}.]</translation>
        </message>
        <message>
            <source>Check your rights there; see: colabq providers</source>
            <translation>Vérifiez vos droits ; voir : colabq providers</translation>
        </message>
        <message>
            <source>No Jupyter was found on this machine.</source>
            <translation>Aucun Jupyter n’a été trouvé sur cette machine.</translation>
        </message>
        <message>
            <source>[Tried: {tried}.]</source>
            <translation>[Essayé : {tried}.]</translation>
        </message>
        <message>
            <source>Install it with: python3 -m pip install jupyter-server ipykernel, or name an interpreter in the configuration (providers.local.python).</source>
            <translation>Installez-le avec : python3 -m pip install jupyter-server ipykernel, ou nommez un interpréteur dans la configuration (providers.local.python).</translation>
        </message>
        <message>
            <source>The Jupyter server did not start.</source>
            <translation>Le serveur Jupyter n’a pas démarré.</translation>
        </message>
        <message>
            <source>[It ended at once: {why}. ][Interpreter: {python}.]</source>
            <translation>[Il s’est arrêté aussitôt : {why}. ][Interpréteur : {python}.]</translation>
        </message>
        <message>
            <source>[Read its log: {log}. ]Then see: colabq doctor</source>
            <translation>[Lisez son journal : {log}. ]Voir ensuite : colabq doctor</translation>
        </message>
        <message>
            <source>The Jupyter server is too old.</source>
            <translation>Le serveur Jupyter est trop ancien.</translation>
        </message>
        <message>
            <source>[It is version {version}.][ Interpreter: {python}.]</source>
            <translation>[C’est la version {version}.][ Interpréteur : {python}.]</translation>
        </message>
        <message>
            <source>Install jupyter-server 1.23 or newer.</source>
            <translation>Installez jupyter-server 1.23 ou plus récent.</translation>
        </message>
        <message>
            <source>You are not signed in[ to {provider}].</source>
            <translation>Vous n’êtes pas connecté[ à {provider}].</translation>
        </message>
        <message>
            <source>[{host} asks for a token or a sign-in.]</source>
            <translation>[{host} demande un jeton ou une connexion.]</translation>
        </message>
        <message>
            <source>[Give the token in the settings, with: colabq providers add {provider}, or in the environment as {variable}. ]For an account use: colabq sign-in[ {option}]</source>
            <translation>[Donnez le jeton dans les réglages, par : colabq providers add {provider}, ou dans l’environnement sous {variable}. ]Pour un compte : colabq sign-in[ {option}]</translation>
        </message>
        <message>
            <source>You may not do that[ on {host}].</source>
            <translation>Vous n’avez pas le droit de faire cela[ sur {host}].</translation>
        </message>
        <message>
            <source>[The token is wrong or has no such right (status {status}).]</source>
            <translation>[Le jeton est faux ou n’a pas ce droit (statut {status}).]</translation>
        </message>
        <message>
            <source>Check the token of the server[ and give it again with: colabq providers add {provider}], or ask its owner.</source>
            <translation>Vérifiez le jeton du serveur[ et donnez-le à nouveau par : colabq providers add {provider}], ou demandez à son propriétaire.</translation>
        </message>
        <message>
            <source>The account has no more of this.</source>
            <translation>Le compte n’en a plus.</translation>
        </message>
        <message>
            <source>[Limit: {limit}.]</source>
            <translation>[Limite : {limit}.]</translation>
        </message>
        <message>
            <source>Wait until the quota is renewed, or release other runtimes.</source>
            <translation>Attendez le renouvellement du quota, ou libérez d’autres environnements.</translation>
        </message>
        <message>
            <source>There is no keychain to keep secrets in.</source>
            <translation>Il n’y a pas de trousseau pour garder les secrets.</translation>
        </message>
        <message>
            <source>Secrets are held in memory until the program ends.</source>
            <translation>Les secrets restent en mémoire jusqu’à la fin du programme.</translation>
        </message>
        <message>
            <source>Install and start a Secret Service such as gnome-keyring[, or give the token in the environment as {variable}].</source>
            <translation>Installez et démarrez un service de secrets tel que gnome-keyring[, ou donnez le jeton dans l’environnement sous {variable}].</translation>
        </message>
        <message>
            <source>The keychain is locked.</source>
            <translation>Le trousseau est verrouillé.</translation>
        </message>
        <message>
            <source>Unlock it, then try again.</source>
            <translation>Déverrouillez-le, puis réessayez.</translation>
        </message>
        <message>
            <source>The server cannot be reached[: {host}].</source>
            <translation>Le serveur n’est pas joignable[ : {host}].</translation>
        </message>
        <message>
            <source>Check the network, the address and that the server runs.</source>
            <translation>Vérifiez le réseau, l’adresse et que le serveur fonctionne.</translation>
        </message>
        <message>
            <source>The server did not answer in time[: {host}].</source>
            <translation>Le serveur n’a pas répondu à temps[ : {host}].</translation>
        </message>
        <message>
            <source>Try again; check the network if it happens often.</source>
            <translation>Réessayez ; vérifiez le réseau si cela arrive souvent.</translation>
        </message>
        <message>
            <source>The secure connection failed[: {host}].</source>
            <translation>La connexion sécurisée a échoué[ : {host}].</translation>
        </message>
        <message>
            <source>The certificate could not be verified.</source>
            <translation>Le certificat n’a pas pu être vérifié.</translation>
        </message>
        <message>
            <source>Check the address and the clock of this machine; do not send secrets there.</source>
            <translation>Vérifiez l’adresse et l’horloge de cette machine ; n’y envoyez pas de secrets.</translation>
        </message>
        <message>
            <source>The server refused a request[ (status {status})].</source>
            <translation>Le serveur a refusé une requête[ (statut {status})].</translation>
        </message>
        <message>
            <source>[The server is {host}.]</source>
            <translation>[Le serveur est {host}.]</translation>
        </message>
        <message>
            <source>Read the details; try again later if the server is at fault.</source>
            <translation>Lisez les détails ; réessayez plus tard si le serveur est en cause.</translation>
        </message>
        <message>
            <source>An answer could not be understood.</source>
            <translation>Une réponse n’a pas pu être comprise.</translation>
        </message>
        <message>
            <source>[It came from {host}.]</source>
            <translation>[Elle venait de {host}.]</translation>
        </message>
        <message>
            <source>Check that the address leads to a Jupyter server.</source>
            <translation>Vérifiez que l’adresse mène à un serveur Jupyter.</translation>
        </message>
        <message>
            <source>The connection was closed[ (code {close_code})].</source>
            <translation>La connexion a été fermée[ (code {close_code})].</translation>
        </message>
        <message>
            <source>The program connects again by itself.</source>
            <translation>Le programme se reconnecte de lui-même.</translation>
        </message>
        <message>
            <source>A file did not arrive intact[: {path}].</source>
            <translation>Un fichier n’est pas arrivé intact[ : {path}].</translation>
        </message>
        <message>
            <source>[Expected {expected}, got {size}.]</source>
            <translation>[Attendu {expected}, reçu {size}.]</translation>
        </message>
        <message>
            <source>Fetch it again with: colabq results</source>
            <translation>Récupérez-le à nouveau avec : colabq results</translation>
        </message>
        <message>
            <source>A file changed while it was copied[: {path}].</source>
            <translation>Un fichier a changé pendant sa copie[ : {path}].</translation>
        </message>
        <message>
            <source>Let the notebook finish writing it, then use: colabq results</source>
            <translation>Laissez le notebook finir de l’écrire, puis : colabq results</translation>
        </message>
        <message>
            <source>The file or folder does not exist[: {path}].</source>
            <translation>Le fichier ou dossier n’existe pas[ : {path}].</translation>
        </message>
        <message>
            <source>Check the path.</source>
            <translation>Vérifiez le chemin.</translation>
        </message>
        <message>
            <source>The file cannot be read[: {path}].</source>
            <translation>Le fichier ne peut pas être lu[ : {path}].</translation>
        </message>
        <message>
            <source>Check its rights.</source>
            <translation>Vérifiez ses droits.</translation>
        </message>
        <message>
            <source>The file or folder cannot be written[: {path}].</source>
            <translation>Le fichier ou dossier ne peut pas être écrit[ : {path}].</translation>
        </message>
        <message>
            <source>Check its rights and the free space on the disk.</source>
            <translation>Vérifiez ses droits et l’espace libre du disque.</translation>
        </message>
        <message>
            <source>The disk is full.</source>
            <translation>Le disque est plein.</translation>
        </message>
        <message>
            <source>[{needed:bytes} are needed][, {available:bytes} are free][ in {path}].</source>
            <translation>[Il faut {needed:bytes}][, {available:bytes} sont libres][ dans {path}].</translation>
        </message>
        <message>
            <source>Free some space; the job can be run again with: colabq retry</source>
            <translation>Libérez de l’espace ; la tâche peut être relancée avec : colabq retry</translation>
        </message>
        <message>
            <source>The job database cannot be used[: {path}].</source>
            <translation>La base des tâches est inutilisable[ : {path}].</translation>
        </message>
        <message>
            <source>Check the rights of the data folder and the free space on the disk.</source>
            <translation>Vérifiez les droits du dossier de données et l’espace libre du disque.</translation>
        </message>
        <message>
            <source>The job database is damaged[: {path}].</source>
            <translation>La base des tâches est endommagée[ : {path}].</translation>
        </message>
        <message>
            <source>[It was moved to {moved_to}.]</source>
            <translation>[Elle a été déplacée vers {moved_to}.]</translation>
        </message>
        <message>
            <source>Start again with an empty one; results on disk are not affected.</source>
            <translation>Repartez avec une base vide ; les résultats sur le disque ne sont pas touchés.</translation>
        </message>
        <message>
            <source>The job database comes from a newer version[: {path}].</source>
            <translation>La base des tâches vient d’une version plus récente[ : {path}].</translation>
        </message>
        <message>
            <source>[It has version {found}; this program knows {known}.]</source>
            <translation>[Elle est en version {found} ; ce programme connaît {known}.]</translation>
        </message>
        <message>
            <source>Use the newer program, or another data folder with --data-dir.</source>
            <translation>Utilisez le programme plus récent, ou un autre dossier de données avec --data-dir.</translation>
        </message>
        <message>
            <source>The job database is busy.</source>
            <translation>La base des tâches est occupée.</translation>
        </message>
        <message>
            <source>Another program holds it.</source>
            <translation>Un autre programme l’utilise.</translation>
        </message>
        <message>
            <source>Close other programs that use the data folder, then try again.</source>
            <translation>Fermez les autres programmes qui utilisent le dossier de données, puis réessayez.</translation>
        </message>
        <message>
            <source>The job changed in the meantime.</source>
            <translation>La tâche a changé entre-temps.</translation>
        </message>
        <message>
            <source>[It is {found} now.]</source>
            <translation>[Elle est maintenant {found}.]</translation>
        </message>
        <message>
            <source>Look at it with colabq show, then try again.</source>
            <translation>Regardez-la avec colabq show, puis réessayez.</translation>
        </message>
        <message>
            <source>Another engine uses this data folder[: {path}].</source>
            <translation>Un autre moteur utilise ce dossier de données[ : {path}].</translation>
        </message>
        <message>
            <source>[It is {program}][ with process id {pid}].</source>
            <translation>[C’est {program}][ avec le numéro de processus {pid}].</translation>
        </message>
        <message>
            <source>Talk to that one, or choose another folder with --data-dir.</source>
            <translation>Adressez-vous à celui-là, ou choisissez un autre dossier avec --data-dir.</translation>
        </message>
        <message>
            <source>No engine is running.</source>
            <translation>Aucun moteur ne fonctionne.</translation>
        </message>
        <message>
            <source>Only run and serve start one.</source>
            <translation>Seuls run et serve en démarrent un.</translation>
        </message>
        <message>
            <source>Open Colab Controller, or start: colabq serve</source>
            <translation>Ouvrez Colab Controller, ou lancez : colabq serve</translation>
        </message>
        <message>
            <source>The engine is stopping.</source>
            <translation>Le moteur est en train de s’arrêter.</translation>
        </message>
        <message>
            <source>Start it again: open Colab Controller, or use colabq serve</source>
            <translation>Redémarrez-le : ouvrez Colab Controller, ou utilisez colabq serve</translation>
        </message>
        <message>
            <source>The running engine has another version.</source>
            <translation>Le moteur en marche a une autre version.</translation>
        </message>
        <message>
            <source>[It speaks protocol {theirs}][, this program {ours}].</source>
            <translation>[Il parle le protocole {theirs}][, ce programme {ours}].</translation>
        </message>
        <message>
            <source>Stop the running engine and start it with this version.</source>
            <translation>Arrêtez le moteur et redémarrez-le avec cette version.</translation>
        </message>
        <message>
            <source>Something went wrong inside the program.</source>
            <translation>Quelque chose s’est mal passé dans le programme.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, report it with the log file.</source>
            <translation>Réessayez ; si cela se reproduit, signalez-le avec le fichier journal.</translation>
        </message>
        <message>
            <source>The sign-in was refused.</source>
            <translation>La connexion a été refusée.</translation>
        </message>
        <message>
            <source>[The answer was: {reason}.]</source>
            <translation>[La réponse était : {reason}.]</translation>
        </message>
        <message>
            <source>Sign in again and allow what is asked; in a work or school account its administrator decides.</source>
            <translation>Reconnectez-vous et accordez ce qui est demandé ; dans un compte professionnel ou scolaire, l’administrateur décide.</translation>
        </message>
        <message>
            <source>The sign-in was not finished.</source>
            <translation>La connexion n’a pas été terminée.</translation>
        </message>
        <message>
            <source>[It ended because: {reason}.]</source>
            <translation>[Elle s’est arrêtée : {reason}.]</translation>
        </message>
        <message>
            <source>Start it again with colabq sign-in, or with --no-browser to paste the address yourself.</source>
            <translation>Recommencez avec colabq sign-in, ou avec --no-browser pour coller l’adresse vous-même.</translation>
        </message>
        <message>
            <source>The Google credentials file cannot be used.</source>
            <translation>Le fichier d’identifiants Google est inutilisable.</translation>
        </message>
        <message>
            <source>[The file is {path}. ][The problem: {problem}][, {member}][, {kind}].</source>
            <translation>[Le fichier est {path}. ][Le problème : {problem}][, {member}][, {kind}].</translation>
        </message>
        <message>
            <source>Create an OAuth client of the type Desktop app in the Google Cloud console, download its JSON and use that file.</source>
            <translation>Créez un client OAuth du type Application de bureau dans la console Google Cloud, téléchargez son JSON et utilisez ce fichier.</translation>
        </message>
        <message>
            <source>A permission of the account is missing[: {scopes}].</source>
            <translation>Il manque une autorisation du compte[ : {scopes}].</translation>
        </message>
        <message>
            <source>It was not ticked on the consent page, or the credentials were made without it.[ With {drive_scope} the program sees only the files and folders that it made itself; your other files in Drive stay hidden from it.]</source>
            <translation>Elle n’a pas été cochée sur la page de consentement, ou les identifiants ont été créés sans elle.[ Avec {drive_scope}, le programme ne voit que les fichiers et dossiers qu’il a créés lui-même ; vos autres fichiers dans Drive lui restent cachés.]</translation>
        </message>
        <message>
            <source>Sign in again with: colabq sign-in[ {option}]; leave all permissions ticked.</source>
            <translation>Reconnectez-vous avec : colabq sign-in[ {option}] ; laissez toutes les autorisations cochées.</translation>
        </message>
        <message>
            <source>A Google service is not enabled for your project[: {service}].</source>
            <translation>Un service Google n’est pas activé pour votre projet[ : {service}].</translation>
        </message>
        <message>
            <source>[The project is {project}.]</source>
            <translation>[Le projet est {project}.]</translation>
        </message>
        <message>
            <source>Enable it in the Google Cloud console, in the project of your OAuth client, then wait a few minutes.</source>
            <translation>Activez-le dans la console Google Cloud, dans le projet de votre client OAuth, puis attendez quelques minutes.</translation>
        </message>
        <message>
            <source>The account has as many runtimes as it may.</source>
            <translation>Le compte a déjà autant de machines que permis.</translation>
        </message>
        <message>
            <source>Runtimes opened in a browser count as well.</source>
            <translation>Les machines ouvertes dans un navigateur comptent aussi.</translation>
        </message>
        <message>
            <source>See colabq runtimes and release one; waiting jobs go on by themselves.</source>
            <translation>Voyez colabq runtimes et libérez-en une ; les tâches en attente reprennent d’elles-mêmes.</translation>
        </message>
        <message>
            <source>Google has blocked this account for Colab.</source>
            <translation>Google a bloqué ce compte pour Colab.</translation>
        </message>
        <message>
            <source>Nothing is tried again with this account.</source>
            <translation>Rien n’est plus tenté avec ce compte.</translation>
        </message>
        <message>
            <source>Open Colab in a browser with this account and read what it says.</source>
            <translation>Ouvrez Colab dans un navigateur avec ce compte et lisez ce qu’il indique.</translation>
        </message>
        <message>
            <source>The storage of the account is full.</source>
            <translation>L’espace de stockage du compte est plein.</translation>
        </message>
        <message>
            <source>[{service} took no more.]</source>
            <translation>[{service} n’accepte plus rien.]</translation>
        </message>
        <message>
            <source>Free some space there, then try again; nothing here is lost.</source>
            <translation>Libérez de la place, puis réessayez ; rien n’est perdu ici.</translation>
        </message>
        <message>
            <source>There is no such account[: {account}].</source>
            <translation>Ce compte n’existe pas[ : {account}].</translation>
        </message>
        <message>
            <source>[Known: {known}.]</source>
            <translation>[Comptes connus : {known}.]</translation>
        </message>
        <message>
            <source>Sign in with: colabq sign-in</source>
            <translation>Connectez-vous avec : colabq sign-in</translation>
        </message>
        <message>
            <source>Too many requests were made[ to {host}].</source>
            <translation>Trop de demandes ont été faites[ à {host}].</translation>
        </message>
        <message>
            <source>The program waits before it asks again.</source>
            <translation>Le programme attend avant de redemander.</translation>
        </message>
        <message>
            <source>Nothing is to be done; run fewer jobs at once if it happens often.</source>
            <translation>Il n’y a rien à faire ; lancez moins de tâches à la fois si cela arrive souvent.</translation>
        </message>
        <message>
            <source>The sign-in[ of {account}] has expired.</source>
            <translation>La connexion[ de {account}] a expiré.</translation>
        </message>
        <message>
            <source>While the consent screen of your OAuth client is in testing, Google ends each sign-in after seven days.</source>
            <translation>Tant que l’écran de consentement de votre client OAuth est en test, Google met fin à chaque connexion au bout de sept jours.</translation>
        </message>
        <message>
            <source>Sign in again with colabq sign-in; publish the consent screen to make it last.</source>
            <translation>Reconnectez-vous avec colabq sign-in ; publiez l’écran de consentement pour qu’elle dure.</translation>
        </message>
        <message>
            <source>No OAuth client is known yet.</source>
            <translation>Aucun client OAuth n’est encore connu.</translation>
        </message>
        <message>
            <source>Google wants to know which program asks; that is said by a client file of your own.</source>
            <translation>Google veut savoir quel programme demande ; c’est ce que dit un fichier client à vous.</translation>
        </message>
        <message>
            <source>Create an OAuth client of the type Desktop app in the Google Cloud console, then: colabq sign-in --credentials FILE</source>
            <translation>Créez un client OAuth de type Application de bureau dans la console Google Cloud, puis : colabq sign-in --credentials FICHIER</translation>
        </message>
        <message>
            <source>This OAuth client is for a web site.</source>
            <translation>Ce client OAuth est destiné à un site web.</translation>
        </message>
        <message>
            <source>[The file is {path}. ]A program on a computer cannot use it: Google would send the answer to the web site.</source>
            <translation>[Le fichier est {path}. ]Un programme sur un ordinateur ne peut pas s’en servir : Google enverrait la réponse au site.</translation>
        </message>
        <message>
            <source>Create another client in the same project, of the type Desktop app, download its JSON and use that file.</source>
            <translation>Créez dans le même projet un autre client, de type Application de bureau, téléchargez son JSON et utilisez ce fichier.</translation>
        </message>
        <message>
            <source>This is the key of a service account.</source>
            <translation>C’est la clé d’un compte de service.</translation>
        </message>
        <message>
            <source>[The file is {path}. ]Colab belongs to people; a service account cannot use it.</source>
            <translation>[Le fichier est {path}. ]Colab s’adresse à des personnes ; un compte de service ne peut pas s’en servir.</translation>
        </message>
        <message>
            <source>Create an OAuth client of the type Desktop app in the Google Cloud console and use its JSON.</source>
            <translation>Créez un client OAuth de type Application de bureau dans la console Google Cloud et utilisez son JSON.</translation>
        </message>
        <message>
            <source>This is no Google credentials file.</source>
            <translation>Ce n’est pas un fichier d’identifiants Google.</translation>
        </message>
        <message>
            <source>[The file is {path}. ]It is not valid JSON.</source>
            <translation>[Le fichier est {path}. ]Ce n’est pas du JSON valide.</translation>
        </message>
        <message>
            <source>Download the JSON of your OAuth client again from the Google Cloud console.</source>
            <translation>Téléchargez de nouveau le JSON de votre client OAuth depuis la console Google Cloud.</translation>
        </message>
        <message>
            <source>[The file is {path}. ]It holds neither an OAuth client nor a signed-in user.</source>
            <translation>[Le fichier est {path}. ]Il ne contient ni client OAuth ni utilisateur connecté.</translation>
        </message>
        <message>
            <source>Download the JSON of your OAuth client from the Google Cloud console: APIs and services, Credentials.</source>
            <translation>Téléchargez le JSON de votre client OAuth depuis la console Google Cloud : API et services, Identifiants.</translation>
        </message>
        <message>
            <source>The sign-in was cancelled on Google’s page.</source>
            <translation>La connexion a été annulée sur la page de Google.</translation>
        </message>
        <message>
            <source>Access was not allowed. A client whose consent screen is in testing lets only its listed test users in.</source>
            <translation>L’accès n’a pas été autorisé. Un client dont l’écran de consentement est en test n’admet que ses utilisateurs de test.</translation>
        </message>
        <message>
            <source>Sign in again and choose Continue; add yourself to the test users of the consent screen if Google says that access is blocked.</source>
            <translation>Recommencez et choisissez Continuer ; ajoutez-vous aux utilisateurs de test de l’écran de consentement si Google dit que l’accès est bloqué.</translation>
        </message>
        <message>
            <source>Another account was chosen in the browser[: {account}].</source>
            <translation>Un autre compte a été choisi dans le navigateur[ : {account}].</translation>
        </message>
        <message>
            <source>The sign-in was for one account and came back with another; nothing was changed.</source>
            <translation>La connexion concernait un compte et est revenue avec un autre ; rien n’a changé.</translation>
        </message>
        <message>
            <source>Sign in again and choose the right account, or add the other one as an account of its own.</source>
            <translation>Recommencez avec le bon compte, ou ajoutez l’autre comme compte à part.</translation>
        </message>
        <message>
            <source>The administrator of this account does not allow it.</source>
            <translation>L’administrateur de ce compte ne l’autorise pas.</translation>
        </message>
        <message>
            <source>Work and school accounts let only programs in that their administrator trusts.</source>
            <translation>Les comptes professionnels et scolaires n’admettent que les programmes auxquels leur administrateur fait confiance.</translation>
        </message>
        <message>
            <source>Ask the administrator to trust your OAuth client, or use another account.</source>
            <translation>Demandez-lui d’approuver votre client OAuth, ou utilisez un autre compte.</translation>
        </message>
        <message>
            <source>Nobody finished the sign-in.</source>
            <translation>Personne n’a terminé la connexion.</translation>
        </message>
        <message>
            <source>It waits ten minutes for the answer of the browser.</source>
            <translation>Elle attend dix minutes la réponse du navigateur.</translation>
        </message>
        <message>
            <source>Start it again; on another machine’s browser use --no-browser and paste the address.</source>
            <translation>Recommencez ; avec le navigateur d’une autre machine, utilisez --no-browser et collez l’adresse.</translation>
        </message>
        <message>
            <source>The sign-in was ended.</source>
            <translation>La connexion a été interrompue.</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>Rien n’a changé.</translation>
        </message>
        <message>
            <source>Start it again when you like.</source>
            <translation>Recommencez quand vous voulez.</translation>
        </message>
        <message>
            <source>Another sign-in has taken the place of this one.</source>
            <translation>Une autre connexion a pris la place de celle-ci.</translation>
        </message>
        <message>
            <source>There is one at a time; it was started in another window or command.</source>
            <translation>Il n’y en a qu’une à la fois ; elle a été lancée depuis une autre fenêtre ou commande.</translation>
        </message>
        <message>
            <source>Finish that one, or start this one again.</source>
            <translation>Terminez celle-là, ou recommencez celle-ci.</translation>
        </message>
        <message>
            <source>No browser could be opened.</source>
            <translation>Aucun navigateur n’a pu être ouvert.</translation>
        </message>
        <message>
            <source>This machine has no browser that the program can start.</source>
            <translation>Cette machine n’a pas de navigateur que le programme puisse lancer.</translation>
        </message>
        <message>
            <source>Use colabq sign-in --no-browser and open the address that it prints on any machine.</source>
            <translation>Utilisez colabq sign-in --no-browser et ouvrez l’adresse affichée sur n’importe quelle machine.</translation>
        </message>
        <message>
            <source>The answer of the browser cannot be received.</source>
            <translation>La réponse du navigateur ne peut pas être reçue.</translation>
        </message>
        <message>
            <source>No port of 127.0.0.1 could be opened on this machine.</source>
            <translation>Aucun port de 127.0.0.1 n’a pu être ouvert sur cette machine.</translation>
        </message>
        <message>
            <source>Check firewall and sandbox of this machine, then sign in again.</source>
            <translation>Vérifiez le pare-feu et le confinement de cette machine, puis recommencez.</translation>
        </message>
        <message>
            <source>Google gave no lasting sign-in.</source>
            <translation>Google n’a pas accordé de connexion durable.</translation>
        </message>
        <message>
            <source>It would have ended within the hour, so it was not kept.</source>
            <translation>Elle aurait pris fin dans l’heure ; elle n’a donc pas été gardée.</translation>
        </message>
        <message>
            <source>Remove the program in your Google account (Security, third-party access), then sign in again.</source>
            <translation>Retirez le programme de votre compte Google (Sécurité, accès des tiers), puis recommencez.</translation>
        </message>
        <message>
            <source>Nobody is signed in[ for {provider}].</source>
            <translation>Personne n’est connecté[ pour {provider}].</translation>
        </message>
        <message>
            <source>Colab needs a Google account.</source>
            <translation>Colab demande un compte Google.</translation>
        </message>
        <message>
            <source>Sign in with colabq sign-in, or in the window under Google accounts.</source>
            <translation>Connectez-vous avec colabq sign-in, ou dans la fenêtre sous Comptes Google.</translation>
        </message>
        <message>
            <source>The keychain has no sign-in[ of {account}].</source>
            <translation>Le trousseau ne contient pas la connexion[ de {account}].</translation>
        </message>
        <message>
            <source>It was removed there, or the account was signed in with another keychain.</source>
            <translation>Elle y a été supprimée, ou le compte était connecté avec un autre trousseau.</translation>
        </message>
        <message>
            <source>Sign in again: colabq sign-in</source>
            <translation>Reconnectez-vous : colabq sign-in</translation>
        </message>
        <message>
            <source>The sign-in[ of {account}] was taken back.</source>
            <translation>La connexion[ de {account}] a été retirée.</translation>
        </message>
        <message>
            <source>It was removed in the Google account, its password was changed, or it was unused for long.</source>
            <translation>Elle a été supprimée dans le compte Google, le mot de passe a changé, ou elle n’a pas servi depuis longtemps.</translation>
        </message>
        <message>
            <source>Your organisation asks for a new sign-in[ of {account}].</source>
            <translation>Votre organisation demande une nouvelle connexion[ de {account}].</translation>
        </message>
        <message>
            <source>It limits how long a sign-in lasts.</source>
            <translation>Elle limite la durée des connexions.</translation>
        </message>
        <message>
            <source>The OAuth client is not accepted any more.</source>
            <translation>Le client OAuth n’est plus accepté.</translation>
        </message>
        <message>
            <source>It was deleted, or its secret was replaced, in the Google Cloud console.</source>
            <translation>Il a été supprimé, ou son secret remplacé, dans la console Google Cloud.</translation>
        </message>
        <message>
            <source>Download its JSON again and sign in with it: colabq sign-in --credentials FILE</source>
            <translation>Téléchargez de nouveau son JSON et connectez-vous avec : colabq sign-in --credentials FICHIER</translation>
        </message>
        <message>
            <source>The sign-in[ of {account}] is not accepted.</source>
            <translation>La connexion[ de {account}] n’est pas acceptée.</translation>
        </message>
        <message>
            <source>Google refuses it without saying why.</source>
            <translation>Google la refuse sans dire pourquoi.</translation>
        </message>
        <message>
            <source>This is not the address at the end of the sign-in.</source>
            <translation>Ce n’est pas l’adresse de fin de connexion.</translation>
        </message>
        <message>
            <source>It begins with http://127.0.0.1 and has state and code in it.</source>
            <translation>Elle commence par http://127.0.0.1 et contient state et code.</translation>
        </message>
        <message>
            <source>Copy the whole address line of the page that the browser could not load.</source>
            <translation>Copiez toute la ligne d’adresse de la page que le navigateur n’a pas pu charger.</translation>
        </message>
        <message>
            <source>This address belongs to another sign-in.</source>
            <translation>Cette adresse appartient à une autre connexion.</translation>
        </message>
        <message>
            <source>Each sign-in has an address of its own, which is good once.</source>
            <translation>Chaque connexion a sa propre adresse, valable une fois.</translation>
        </message>
        <message>
            <source>Open the address of this sign-in, and paste the one that it ends on.</source>
            <translation>Ouvrez l’adresse de cette connexion-ci, et collez celle où elle aboutit.</translation>
        </message>
        <message>
            <source>No sign-in is going on.</source>
            <translation>Aucune connexion n’est en cours.</translation>
        </message>
        <message>
            <source>It has ended already, or was never begun.</source>
            <translation>Elle est déjà terminée, ou n’a pas commencé.</translation>
        </message>
        <message>
            <source>Start it again: colabq sign-in</source>
            <translation>Recommencez : colabq sign-in</translation>
        </message>
        <message>
            <source>There is no keychain to keep the sign-in in.</source>
            <translation>Il n’y a pas de trousseau pour garder la connexion.</translation>
        </message>
        <message>
            <source>This command’s engine ends with it, and a sign-in in memory would be gone at once.</source>
            <translation>Le moteur de cette commande s’arrête avec elle, et une connexion en mémoire serait aussitôt perdue.</translation>
        </message>
        <message>
            <source>Start a keychain such as gnome-keyring; or open the window or colabq serve first: it keeps the sign-in in memory while it runs.</source>
            <translation>Lancez un trousseau comme gnome-keyring ; ou ouvrez d’abord la fenêtre ou colabq serve, qui la garde en mémoire tant qu’il tourne.</translation>
        </message>
        <message>
            <source>The GPU is paid for and does nothing[ for {idle_ms:duration}].</source>
            <translation>Le GPU est payé et ne fait rien[ depuis {idle_ms:duration}].</translation>
        </message>
        <message>
            <source>[Its load stays below {below_percent} percent][; it costs {units_per_hour} units an hour].</source>
            <translation>[Sa charge reste sous {below_percent} pour cent][ ; il coûte {units_per_hour} unités par heure].</translation>
        </message>
        <message>
            <source>Look at the output: the notebook may wait for something. Cancel the job, or let it run without an accelerator.</source>
            <translation>Regardez la sortie : le notebook attend peut-être quelque chose. Annulez la tâche, ou lancez-la sans accélérateur.</translation>
        </message>
        <message>
            <source>A budget is spent[: {spent} of {limit} units].</source>
            <translation>Un budget est épuisé[ : {spent} unités sur {limit}].</translation>
        </message>
        <message>
            <source>No further machine is rented; everything else goes on.</source>
            <translation>Plus aucune machine n’est louée ; tout le reste continue.</translation>
        </message>
        <message>
            <source>Raise the limit under budget in the configuration.</source>
            <translation>Relevez la limite sous budget dans la configuration.</translation>
        </message>
        <message>
            <source>The budget of the job is spent[: {spent} of {limit} units].</source>
            <translation>Le budget de la tâche est épuisé[ : {spent} unités sur {limit}].</translation>
        </message>
        <message>
            <source>It was stopped and its machine released; what it made until then is kept.</source>
            <translation>Elle a été arrêtée et sa machine libérée ; ce qu’elle a produit jusque-là est gardé.</translation>
        </message>
        <message>
            <source>Submit it again with a higher --max-units.</source>
            <translation>Soumettez-la de nouveau avec un --max-units plus élevé.</translation>
        </message>
        <message>
            <source>The budget of the day is spent[: {spent} of {limit} units].</source>
            <translation>Le budget du jour est épuisé[ : {spent} unités sur {limit}].</translation>
        </message>
        <message>
            <source>Jobs that cost wait until midnight; those that run go on, and so do the others.</source>
            <translation>Les tâches payantes attendent minuit ; celles en cours continuent, les autres aussi.</translation>
        </message>
        <message>
            <source>Raise budget.day in the configuration if they should not wait.</source>
            <translation>Relevez budget.day dans la configuration si elles ne doivent pas attendre.</translation>
        </message>
        <message>
            <source>The budget of the month is spent[: {spent} of {limit} units].</source>
            <translation>Le budget du mois est épuisé[ : {spent} unités sur {limit}].</translation>
        </message>
        <message>
            <source>Jobs that cost wait until the month is over; those that run go on, and so do the others.</source>
            <translation>Les tâches payantes attendent la fin du mois ; celles en cours continuent, les autres aussi.</translation>
        </message>
        <message>
            <source>Raise budget.month in the configuration if they should not wait.</source>
            <translation>Relevez budget.month dans la configuration si elles ne doivent pas attendre.</translation>
        </message>
        <message>
            <source>The machine&apos;s disk is nearly full[: {used_percent} percent].</source>
            <translation>Le disque de la machine est presque plein[ : {used_percent} pour cent].</translation>
        </message>
        <message>
            <source>[{free:bytes} are left. ]What the notebook saves may be cut off or fail.</source>
            <translation>[Il reste {free:bytes}. ]Ce que le notebook enregistre risque d’être tronqué ou d’échouer.</translation>
        </message>
        <message>
            <source>Let the notebook remove what it needs no more, or keep its checkpoints on Drive or in a bucket.</source>
            <translation>Faites supprimer par le notebook ce qui ne sert plus, ou gardez ses points de reprise sur Drive ou dans un bucket.</translation>
        </message>
        <message>
            <source>Google Drive does not answer on the machine.</source>
            <translation>Google Drive ne répond pas sur la machine.</translation>
        </message>
        <message>
            <source>The mount reports time-outs; what the notebook reads and writes there may hang.</source>
            <translation>Le montage signale des délais dépassés ; ce que le notebook y lit et écrit peut se bloquer.</translation>
        </message>
        <message>
            <source>A folder with very many files does that. If it stays so, cancel the job and mount Drive again.</source>
            <translation>Un dossier avec de très nombreux fichiers en est la cause. Si cela dure, annulez la tâche et montez Drive de nouveau.</translation>
        </message>
        <message>
            <source>The machine has reached its longest life[ of {lifetime_ms:duration}].</source>
            <translation>La machine a atteint sa durée maximale[ de {lifetime_ms:duration}].</translation>
        </message>
        <message>
            <source>The notebook was stopped before the machine ended, so that its results could come home.</source>
            <translation>Le notebook a été arrêté avant la fin de la machine, pour que ses résultats puissent revenir.</translation>
        </message>
        <message>
            <source>Give the job --retries, and let the notebook go on from what it saved.</source>
            <translation>Donnez --retries à la tâche, et faites reprendre le notebook de ce qu’il a enregistré.</translation>
        </message>
        <message>
            <source>The notebook waits for your consent[ as {account}].</source>
            <translation>Le notebook attend votre accord[ en tant que {account}].</translation>
        </message>
        <message>
            <source>It wants to use your Google Drive or account; the page was opened in the browser.</source>
            <translation>Il veut utiliser votre Google Drive ou votre compte ; la page a été ouverte dans le navigateur.</translation>
        </message>
        <message>
            <source>Agree there; it goes on by itself.[ The page: {url}]</source>
            <translation>Donnez-y votre accord ; il continue de lui-même.[ La page : {url}]</translation>
        </message>
    </context>
    <context>
        <name>JobText</name>
        <message>
            <source>Queued</source>
            <translation>En file</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>En pause</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>Démarrage</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>En cours</translation>
        </message>
        <message>
            <source>Reconnecting</source>
            <translation>Reconnexion</translation>
        </message>
        <message>
            <source>Collecting</source>
            <translation>Collecte</translation>
        </message>
        <message>
            <source>Cancelling</source>
            <translation>Annulation</translation>
        </message>
        <message>
            <source>Waiting to retry</source>
            <translation>Attend un essai</translation>
        </message>
        <message>
            <source>Succeeded</source>
            <translation>Réussi</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Échoué</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Annulé</translation>
        </message>
        <message>
            <source>Timed out</source>
            <translation>Trop long</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Perdu</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 min %2 s</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 h %2 min</translation>
        </message>
        <message>
            <source>%1 d %2 h</source>
            <translation>%1 j %2 h</translation>
        </message>
        <message>
            <source>The next attempt starts at %1</source>
            <translation>Le prochain essai commence à %1</translation>
        </message>
    </context>
    <context>
        <name>OutputView</name>
        <message>
            <source>An image too large to show here; it is in executed.ipynb.</source>
            <translation>Une image trop grande pour être montrée ici ; elle est dans executed.ipynb.</translation>
        </message>
        <message>
            <source>A drawing that loads other files or is too large is not shown here.</source>
            <translation>Un dessin qui charge d’autres fichiers ou est trop grand n’est pas montré ici.</translation>
        </message>
        <message>
            <source>Output of type %1 is not shown here; it is in executed.ipynb.</source>
            <translation>Une sortie de type %1 n’est pas montrée ici ; elle est dans executed.ipynb.</translation>
        </message>
    </context>
    <context>
        <name>ParameterForm</name>
        <message>
            <source>Write a range as 1..10 or 0.1..0.5 step 0.1.</source>
            <translation>Écrivez un intervalle comme 1..10 ou 0.1..0.5 pas 0.1.</translation>
        </message>
        <message>
            <source>The step must not be zero.</source>
            <translation>Le pas ne doit pas être nul.</translation>
        </message>
        <message>
            <source>That is more than 10,000 values.</source>
            <translation>Cela fait plus de 10 000 valeurs.</translation>
        </message>
        <message>
            <source>Write true or false.</source>
            <translation>Écrivez true ou false.</translation>
        </message>
        <message>
            <source>A whole number is needed, such as 10.</source>
            <translation>Il faut un nombre entier, comme 10.</translation>
        </message>
        <message>
            <source>A number is needed, such as 0.5 or 1e-4.</source>
            <translation>Il faut un nombre, comme 0.5 ou 1e-4.</translation>
        </message>
        <message>
            <source>A list in JSON is needed, such as [1, 2, 3].</source>
            <translation>Il faut une liste en JSON, comme [1, 2, 3].</translation>
        </message>
        <message>
            <source>A dictionary in JSON is needed, such as {"a": 1}.</source>
            <translation>Il faut un dictionnaire en JSON, comme {"a": 1}.</translation>
        </message>
        <message>
            <source>Write the values, separated by commas.</source>
            <translation>Écrivez les valeurs, séparées par des virgules.</translation>
        </message>
        <message>
            <source>A JSON list of the values is needed, such as [[1, 2], [3]].</source>
            <translation>Il faut une liste JSON des valeurs, comme [[1, 2], [3]].</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>oui ou non</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>nombre entier</translation>
        </message>
        <message>
            <source>number</source>
            <translation>nombre</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texte</translation>
        </message>
        <message>
            <source>list (JSON)</source>
            <translation>liste (JSON)</translation>
        </message>
        <message>
            <source>dictionary (JSON)</source>
            <translation>dictionnaire (JSON)</translation>
        </message>
        <message>
            <source>any value</source>
            <translation>toute valeur</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>expression</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::CellWidget</name>
        <message>
            <source>Cell %1</source>
            <translation>Cellule %1</translation>
        </message>
        <message>
            <source>running</source>
            <translation>en cours</translation>
        </message>
        <message>
            <source>This output is longer than what is shown here; the whole is in executed.ipynb.</source>
            <translation>Cette sortie est plus longue que ce qui est montré ici ; le tout est dans executed.ipynb.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ChartsView</name>
        <message>
            <source>Processor</source>
            <translation>Processeur</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Mémoire</translation>
        </message>
        <message>
            <source>Graphics processor</source>
            <translation>Processeur graphique</translation>
        </message>
        <message>
            <source>Graphics memory</source>
            <translation>Mémoire graphique</translation>
        </message>
        <message>
            <source>Time shown</source>
            <translation>Durée affichée</translation>
        </message>
        <message>
            <source>Time shown. Wheel: zoom; drag: move; double click: follow</source>
            <translation>Durée affichée. Molette : zoom ; glisser : déplacer ; double clic : suivre</translation>
        </message>
        <message>
            <source>1 minute</source>
            <translation>1 minute</translation>
        </message>
        <message>
            <source>10 minutes</source>
            <translation>10 minutes</translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 heure</translation>
        </message>
        <message>
            <source>6 hours</source>
            <translation>6 heures</translation>
        </message>
        <message>
            <source>24 hours</source>
            <translation>24 heures</translation>
        </message>
        <message>
            <source>Whole run</source>
            <translation>Toute l’exécution</translation>
        </message>
        <message>
            <source>Follow now</source>
            <translation>Suivre</translation>
        </message>
        <message>
            <source>Keep the newest values at the right border</source>
            <translation>Garder les valeurs les plus récentes au bord droit</translation>
        </message>
        <message>
            <source>Save image…</source>
            <translation>Enregistrer l’image…</translation>
        </message>
        <message>
            <source>Save CSV…</source>
            <translation>Enregistrer en CSV…</translation>
        </message>
        <message>
            <source>Machine</source>
            <translation>Machine</translation>
        </message>
        <message>
            <source>Notebook (100 % = one core)</source>
            <translation>Notebook (100 % = un cœur)</translation>
        </message>
        <message>
            <source>Notebook</source>
            <translation>Notebook</translation>
        </message>
        <message>
            <source>Card %1</source>
            <translation>Carte %1</translation>
        </message>
        <message>
            <source>No job selected</source>
            <translation>Aucune tâche choisie</translation>
        </message>
        <message>
            <source>Select a job in the table to see how busy its runtime is.</source>
            <translation>Choisissez une tâche dans le tableau pour voir la charge de son environnement.</translation>
        </message>
        <message>
            <source>No measurements</source>
            <translation>Aucune mesure</translation>
        </message>
        <message>
            <source>This job left no measurements of its runtime.</source>
            <translation>Cette tâche n’a laissé aucune mesure de son environnement.</translation>
        </message>
        <message>
            <source>No measurements yet</source>
            <translation>Pas encore de mesures</translation>
        </message>
        <message>
            <source>Processor, memory and graphics cards are shown here, once a second, while the job runs.</source>
            <translation>Processeur, mémoire et cartes graphiques sont montrés ici, chaque seconde, pendant que la tâche s’exécute.</translation>
        </message>
        <message>
            <source>Save charts as an image</source>
            <translation>Enregistrer les courbes en image</translation>
        </message>
        <message>
            <source>Save measurements as CSV</source>
            <translation>Enregistrer les mesures en CSV</translation>
        </message>
        <message>
            <source>Disk</source>
            <translation>Disque</translation>
        </message>
        <message>
            <source>Used</source>
            <translation>Utilisé</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::DetailsView</name>
        <message>
            <source>Details of the job</source>
            <translation>Détails de la tâche</translation>
        </message>
        <message>
            <source>No job selected</source>
            <translation>Aucune tâche choisie</translation>
        </message>
        <message>
            <source>Select a job in the table to see what is known about it.</source>
            <translation>Choisissez une tâche dans le tableau pour voir ce qu’on en sait.</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Détails</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>Tâche</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>Identifiant</translation>
        </message>
        <message>
            <source>Notebook</source>
            <translation>Notebook</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>Fournisseur</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>Noyau</translation>
        </message>
        <message>
            <source>Submitted</source>
            <translation>Soumise</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Démarrée</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Terminée</translation>
        </message>
        <message>
            <source>Elapsed</source>
            <translation>Durée</translation>
        </message>
        <message>
            <source>%1 of %2 done</source>
            <translation>%1 sur %2 faites</translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n en échec</numerusform>
                <numerusform>%n en échec</numerusform>
            </translation>
        </message>
        <message>
            <source>Cells</source>
            <translation>Cellules</translation>
        </message>
        <message>
            <source>Time limit</source>
            <translation>Durée limite</translation>
        </message>
        <message>
            <source>Time limit per cell</source>
            <translation>Durée limite par cellule</translation>
        </message>
        <message>
            <source>Retries</source>
            <translation>Nouveaux essais</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorité</translation>
        </message>
        <message>
            <source>Files to bring home</source>
            <translation>Fichiers à rapatrier</translation>
        </message>
        <message>
            <source>Failing cells</source>
            <translation>Cellules en échec</translation>
        </message>
        <message>
            <source>the notebook goes on after them</source>
            <translation>le notebook continue après elles</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Résultats</translation>
        </message>
        <message>
            <source>Sweep</source>
            <translation>Balayage</translation>
        </message>
        <message>
            <source>Accelerator time</source>
            <translation>Temps d’accélérateur</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Essais</translation>
        </message>
        <message>
            <source>Attempt %1</source>
            <translation>Essai %1</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>Environnement</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Historique</translation>
        </message>
        <message>
            <source>Google accounts…</source>
            <translation>Comptes Google…</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Coût</translation>
        </message>
        <message>
            <source>Budget</source>
            <translation>Budget</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Avertissement</translation>
        </message>
        <message>
            <source>Input files</source>
            <translation>Fichiers d’entrée</translation>
        </message>
        <message>
            <source>Checkpoints</source>
            <translation>Points de reprise</translation>
        </message>
        <message>
            <source>%1, every %2</source>
            <translation>%1, toutes les %2</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::DoctorDialog</name>
        <message>
            <source>Check the set-up</source>
            <translation>Vérifier l’installation</translation>
        </message>
        <message>
            <source>Checks</source>
            <translation>Vérifications</translation>
        </message>
        <message>
            <source>Check again</source>
            <translation>Vérifier à nouveau</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>Vérification…</translation>
        </message>
        <message>
            <source>Everything needed is there.</source>
            <translation>Tout le nécessaire est là.</translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) need(s) your attention.</source>
            <translation>
                <numerusform>%n point demande votre attention.</numerusform>
                <numerusform>%n points demandent votre attention.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::DropHint</name>
        <message>
            <source>Drop notebooks or a folder to run them</source>
            <translation>Déposez des notebooks ou un dossier pour les exécuter</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ErrorBlockWidget</name>
        <message>
            <source>Traceback</source>
            <translation>Trace</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::FilesView</name>
        <message numerus="yes">
            <source>Backed up to %1: %n file(s), verified</source>
            <translation>
                <numerusform>Sauvegardé dans %1 : %n fichier, vérifié</numerusform>
                <numerusform>Sauvegardé dans %1 : %n fichiers, vérifiés</numerusform>
            </translation>
        </message>
        <message>
            <source>Backing up to %1: %2 of %3 files</source>
            <translation>Sauvegarde dans %1 : %2 fichiers sur %3</translation>
        </message>
        <message>
            <source>The backup to %1 waits for you</source>
            <translation>La sauvegarde dans %1 attend votre intervention</translation>
        </message>
        <message>
            <source>The backup to %1 is not complete</source>
            <translation>La sauvegarde dans %1 n’est pas complète</translation>
        </message>
        <message>
            <source>Open results folder</source>
            <translation>Ouvrir le dossier des résultats</translation>
        </message>
        <message>
            <source>Files of the job</source>
            <translation>Fichiers de la tâche</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Fichier</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Taille</translation>
        </message>
        <message>
            <source>SHA-256</source>
            <translation>SHA-256</translation>
        </message>
        <message>
            <source>No job selected</source>
            <translation>Aucune tâche choisie</translation>
        </message>
        <message>
            <source>Select a job in the table to see the files that it made.</source>
            <translation>Choisissez une tâche dans le tableau pour voir les fichiers qu’elle a faits.</translation>
        </message>
        <message>
            <source>No files yet</source>
            <translation>Pas encore de fichiers</translation>
        </message>
        <message>
            <source>The executed notebook and the job's files are listed here as they come home.</source>
            <translation>Le notebook exécuté et les fichiers de la tâche sont listés ici à leur arrivée.</translation>
        </message>
        <message>
            <source>Executed notebook</source>
            <translation>Notebook exécuté</translation>
        </message>
        <message>
            <source>Notebook as submitted</source>
            <translation>Notebook tel que soumis</translation>
        </message>
        <message>
            <source>Manifest</source>
            <translation>Manifeste</translation>
        </message>
        <message>
            <source>Measurements</source>
            <translation>Mesures</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Journal</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>Enregistrer une copie</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Ouvrir</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Montrer dans le dossier</translation>
        </message>
        <message>
            <source>Save a copy…</source>
            <translation>Enregistrer une copie…</translation>
        </message>
        <message>
            <source>Open the folder with everything that this job brought home</source>
            <translation>Ouvrir le dossier avec tout ce que cette tâche a rapporté</translation>
        </message>
        <message>
            <source>Open in browser</source>
            <translation>Ouvrir dans le navigateur</translation>
        </message>
        <message>
            <source>Show the executed notebook as a web page, without scripts</source>
            <translation>Montrer le notebook exécuté comme une page web, sans scripts</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ImageBlockWidget</name>
        <message>
            <source>Image output</source>
            <translation>Image</translation>
        </message>
        <message>
            <source>This image cannot be shown.</source>
            <translation>Cette image ne peut pas être montrée.</translation>
        </message>
        <message>
            <source>Copy image</source>
            <translation>Copier l’image</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobDetailPane</name>
        <message>
            <source>Selected job</source>
            <translation>Tâche choisie</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>Sortie</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Courbes</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Fichiers</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Journal</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Détails</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Paramètres</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobFilterBar</name>
        <message>
            <source>Show jobs by state</source>
            <translation>Montrer les tâches par état</translation>
        </message>
        <message>
            <source>All jobs</source>
            <translation>Toutes les tâches</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>En cours</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>En attente</translation>
        </message>
        <message>
            <source>Succeeded</source>
            <translation>Réussi</translation>
        </message>
        <message>
            <source>Failed, timed out, lost</source>
            <translation>Échouées, trop longues, perdues</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Terminée</translation>
        </message>
        <message>
            <source>Filter jobs</source>
            <translation>Filtrer les tâches</translation>
        </message>
        <message>
            <source>Filter by name, notebook or parameter</source>
            <translation>Filtrer par nom, notebook ou paramètre</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s)</source>
            <translation>
                <numerusform>%n tâche</numerusform>
                <numerusform>%n tâches</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 jobs</source>
            <translation>%1 tâches sur %2</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobTableModel</name>
        <message>
            <source>%1 of %2 cells</source>
            <translation>%1 cellules sur %2</translation>
        </message>
        <message>
            <source>~ %1</source>
            <translation>~ %1</translation>
        </message>
        <message numerus="yes">
            <source>%n cell(s) failed</source>
            <translation>
                <numerusform>%n cellule en échec</numerusform>
                <numerusform>%n cellules en échec</numerusform>
            </translation>
        </message>
        <message>
            <source>Cell %1 is running</source>
            <translation>La cellule %1 s’exécute</translation>
        </message>
        <message>
            <source>Sorted by state: what runs, then the queue in its order, then what has ended</source>
            <translation>Trié par état : ce qui s’exécute, puis la file dans son ordre, puis ce qui est terminé</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nom</translation>
        </message>
        <message>
            <source>Notebook</source>
            <translation>Notebook</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Paramètres</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>Fournisseur</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Progression</translation>
        </message>
        <message>
            <source>Elapsed</source>
            <translation>Durée</translation>
        </message>
        <message>
            <source>Remaining</source>
            <translation>Reste</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Essais</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Coût</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorité</translation>
        </message>
        <message>
            <source>Submitted</source>
            <translation>Soumise</translation>
        </message>
        <message>
            <source>Sweep</source>
            <translation>Balayage</translation>
        </message>
        <message numerus="yes">
            <source>Sweep of %n job(s)</source>
            <translation>
                <numerusform>Balayage de %n tâche</numerusform>
                <numerusform>Balayage de %n tâches</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1 : %2</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobTableView</name>
        <message>
            <source>Jobs</source>
            <translation>Tâches</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::LaunchDialog</name>
        <message>
            <source>Backup</source>
            <translation>Sauvegarde</translation>
        </message>
        <message>
            <source>&amp;Backup</source>
            <translation>&amp;Sauvegarde</translation>
        </message>
        <message>
            <source>None; or gdrive:PATH, gs://BUCKET/PATH, a folder</source>
            <translation>Aucune ; ou gdrive:CHEMIN, gs://SEAU/CHEMIN, un dossier</translation>
        </message>
        <message>
            <source>Where the results are copied when the job has ended</source>
            <translation>Où les résultats sont copiés quand la tâche est terminée</translation>
        </message>
        <message>
            <source>New job: %1</source>
            <translation>Nouvelle tâche : %1</translation>
        </message>
        <message numerus="yes">
            <source>New jobs: %n notebook(s)</source>
            <translation>
                <numerusform>Nouvelles tâches : %n notebook</numerusform>
                <numerusform>Nouvelles tâches : %n notebooks</numerusform>
            </translation>
        </message>
        <message>
            <source>Default</source>
            <translation>Par défaut</translation>
        </message>
        <message>
            <source>%1 (not answering)</source>
            <translation>%1 (ne répond pas)</translation>
        </message>
        <message>
            <source>%1: reading…</source>
            <translation>%1 : lecture…</translation>
        </message>
        <message numerus="yes">
            <source>%1: %n code cell(s)</source>
            <translation>
                <numerusform>%1 : %n cellule de code</numerusform>
                <numerusform>%1 : %n cellules de code</numerusform>
            </translation>
        </message>
        <message>
            <source>old format, upgraded</source>
            <translation>ancien format, mis à jour</translation>
        </message>
        <message>
            <source>Problem with %1</source>
            <translation>Problème avec %1</translation>
        </message>
        <message>
            <source>These notebooks have no parameter in common; each runs with its own values.</source>
            <translation>Ces notebooks n’ont aucun paramètre commun ; chacun s’exécute avec ses propres valeurs.</translation>
        </message>
        <message>
            <source>This notebook has no cell tagged “parameters”; it runs as it is.</source>
            <translation>Ce notebook n’a pas de cellule marquée « parameters » ; il s’exécute tel quel.</translation>
        </message>
        <message>
            <source>Reading the notebooks…</source>
            <translation>Lecture des notebooks…</translation>
        </message>
        <message>
            <source>No notebook that can run</source>
            <translation>Aucun notebook exécutable</translation>
        </message>
        <message>
            <source>Check the value of %1</source>
            <translation>Vérifiez la valeur de %1</translation>
        </message>
        <message>
            <source>%1: write a time such as 20h, 30m or 1h30m</source>
            <translation>%1 : écrivez une durée comme 20h, 30m ou 1h30m</translation>
        </message>
        <message>
            <source>That makes more than %1 jobs</source>
            <translation>Cela fait plus de %1 tâches</translation>
        </message>
        <message numerus="yes">
            <source>Submit %n job(s)</source>
            <translation>
                <numerusform>Soumettre %n tâche</numerusform>
                <numerusform>Soumettre %n tâches</numerusform>
            </translation>
        </message>
        <message>
            <source>Submit</source>
            <translation>Soumettre</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Paramètres</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Exécution</translation>
        </message>
        <message>
            <source>Limits and results</source>
            <translation>Limites et résultats</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nom</translation>
        </message>
        <message>
            <source>The notebook's name</source>
            <translation>Le nom du notebook</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>Fournisseur</translation>
        </message>
        <message>
            <source>Where the notebook runs</source>
            <translation>Où le notebook s’exécute</translation>
        </message>
        <message>
            <source>Accelerators</source>
            <translation>Accélérateurs</translation>
        </message>
        <message>
            <source>In order of preference: A100, L4, T4</source>
            <translation>Par ordre de préférence : A100, L4, T4</translation>
        </message>
        <message>
            <source>A&amp;ccelerators</source>
            <translation>A&amp;ccélérateurs</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorité</translation>
        </message>
        <message>
            <source>Jobs with a higher priority start first</source>
            <translation>Les tâches de plus haute priorité démarrent d’abord</translation>
        </message>
        <message>
            <source>Submit on &amp;hold</source>
            <translation>Soumettre en &amp;pause</translation>
        </message>
        <message>
            <source>Submit on hold</source>
            <translation>Soumettre en pause</translation>
        </message>
        <message>
            <source>The job waits until you release it</source>
            <translation>La tâche attend que vous la libériez</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Nom</translation>
        </message>
        <message>
            <source>P&amp;rovider</source>
            <translation>Fou&amp;rnisseur</translation>
        </message>
        <message>
            <source>Pr&amp;iority</source>
            <translation>Pr&amp;iorité</translation>
        </message>
        <message>
            <source>No limit; or 20h, 30m, 1h30m</source>
            <translation>Aucune ; ou 20h, 30m, 1h30m</translation>
        </message>
        <message>
            <source>Time limit</source>
            <translation>Durée limite</translation>
        </message>
        <message>
            <source>Time limit per cell</source>
            <translation>Durée limite par cellule</translation>
        </message>
        <message>
            <source>Retries</source>
            <translation>Nouveaux essais</translation>
        </message>
        <message>
            <source>Further attempts after a failure that a retry can cure</source>
            <translation>Autres essais après un échec qu’un nouvel essai peut réparer</translation>
        </message>
        <message>
            <source>Files to bring home</source>
            <translation>Fichiers à rapatrier</translation>
        </message>
        <message>
            <source>Patterns: *.csv, models/*.pt</source>
            <translation>Motifs : *.csv, models/*.pt</translation>
        </message>
        <message>
            <source>Results folder</source>
            <translation>Dossier des résultats</translation>
        </message>
        <message>
            <source>The configured folder</source>
            <translation>Le dossier configuré</translation>
        </message>
        <message>
            <source>Choose the results folder</source>
            <translation>Choisir le dossier des résultats</translation>
        </message>
        <message>
            <source>&amp;Go on after a failing cell</source>
            <translation>&amp;Continuer après une cellule en échec</translation>
        </message>
        <message>
            <source>Go on after a failing cell</source>
            <translation>Continuer après une cellule en échec</translation>
        </message>
        <message>
            <source>&amp;Time limit</source>
            <translation>&amp;Durée limite</translation>
        </message>
        <message>
            <source>Time limit per ce&amp;ll</source>
            <translation>Durée limite par ce&amp;llule</translation>
        </message>
        <message>
            <source>R&amp;etries</source>
            <translation>Nouv&amp;eaux essais</translation>
        </message>
        <message>
            <source>&amp;Files to bring home</source>
            <translation>&amp;Fichiers à rapatrier</translation>
        </message>
        <message>
            <source>Results f&amp;older</source>
            <translation>D&amp;ossier des résultats</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Ctrl+Return</source>
            <translation>Ctrl+Entrée</translation>
        </message>
        <message>
            <source>Default (%1)</source>
            <translation>Par défaut (%1)</translation>
        </message>
        <message>
            <source>%1: write a number of units</source>
            <translation>%1 : écrivez un nombre d’unités</translation>
        </message>
        <message>
            <source>More &amp;memory</source>
            <translation>Plus de &amp;mémoire</translation>
        </message>
        <message>
            <source>More memory</source>
            <translation>Plus de mémoire</translation>
        </message>
        <message>
            <source>A machine with more memory; it costs more</source>
            <translation>Une machine avec plus de mémoire ; elle coûte plus</translation>
        </message>
        <message>
            <source>What it will cost</source>
            <translation>Ce que cela coûtera</translation>
        </message>
        <message>
            <source>Budget</source>
            <translation>Budget</translation>
        </message>
        <message>
            <source>No limit; or compute units, such as 20</source>
            <translation>Pas de limite ; ou des unités de calcul, par exemple 20</translation>
        </message>
        <message>
            <source>The job is stopped when its machines have cost so much</source>
            <translation>La tâche est arrêtée quand ses machines ont coûté autant</translation>
        </message>
        <message>
            <source>B&amp;udget</source>
            <translation>B&amp;udget</translation>
        </message>
        <message>
            <source>Input files</source>
            <translation>Fichiers d’entrée</translation>
        </message>
        <message>
            <source>None; or files, gdrive:PATH, gs://BUCKET/PATH</source>
            <translation>Aucun ; ou fichiers, gdrive:CHEMIN, gs://SEAU/CHEMIN</translation>
        </message>
        <message>
            <source>Put into the working folder before the first cell; FROM=NAME gives one another name there</source>
            <translation>Placés dans le dossier de travail avant la première cellule ; SOURCE=NOM leur y donne un autre nom</translation>
        </message>
        <message>
            <source>Add an input file</source>
            <translation>Ajouter un fichier d’entrée</translation>
        </message>
        <message>
            <source>Input file</source>
            <translation>Fichier d’entrée</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>Checkpoints</source>
            <translation>Points de reprise</translation>
        </message>
        <message>
            <source>Patterns: checkpoints/**, *.pt</source>
            <translation>Motifs : checkpoints/**, *.pt</translation>
        </message>
        <message>
            <source>Files that come home while it runs; a later attempt goes on from them</source>
            <translation>Fichiers rapatriés pendant l’exécution ; un essai suivant repart d’eux</translation>
        </message>
        <message>
            <source>Time between checkpoints</source>
            <translation>Durée entre deux points de reprise</translation>
        </message>
        <message>
            <source>every 10m</source>
            <translation>toutes les 10m</translation>
        </message>
        <message>
            <source>How often they come home</source>
            <translation>À quelle fréquence ils sont rapatriés</translation>
        </message>
        <message>
            <source>Input file&amp;s</source>
            <translation>Fichiers d’en&amp;trée</translation>
        </message>
        <message>
            <source>Chec&amp;kpoints</source>
            <translation>Points de repri&amp;se</translation>
        </message>
        <message>
            <source>%1 (sign-in needed)</source>
            <translation>%1 (connexion requise)</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::LogView</name>
        <message>
            <source>Log of the job</source>
            <translation>Journal de la tâche</translation>
        </message>
        <message>
            <source>What happens to the selected job is written here.</source>
            <translation>Ce qui arrive à la tâche choisie est écrit ici.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::MainWindow</name>
        <message>
            <source>Colab Controller</source>
            <translation>Colab Controller</translation>
        </message>
        <message>
            <source>New job…</source>
            <translation>Nouvelle tâche…</translation>
        </message>
        <message>
            <source>No job matches the filter</source>
            <translation>Aucune tâche ne correspond au filtre</translation>
        </message>
        <message>
            <source>Show all jobs</source>
            <translation>Montrer toutes les tâches</translation>
        </message>
        <message>
            <source>&amp;New job…</source>
            <translation>&amp;Nouvelle tâche…</translation>
        </message>
        <message>
            <source>Choose notebooks and run them</source>
            <translation>Choisir des notebooks et les exécuter</translation>
        </message>
        <message>
            <source>&amp;Hold queue</source>
            <translation>Mettre la file en &amp;pause</translation>
        </message>
        <message>
            <source>Start no further job; what runs goes on</source>
            <translation>Ne plus démarrer de tâche ; ce qui s’exécute continue</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>&amp;Annuler</translation>
        </message>
        <message>
            <source>Cancel the selected jobs</source>
            <translation>Annuler les tâches choisies</translation>
        </message>
        <message>
            <source>&amp;Retry</source>
            <translation>&amp;Réessayer</translation>
        </message>
        <message>
            <source>Run the selected jobs again</source>
            <translation>Exécuter à nouveau les tâches choisies</translation>
        </message>
        <message>
            <source>&amp;Open results</source>
            <translation>&amp;Ouvrir les résultats</translation>
        </message>
        <message>
            <source>Open the results folder of the selected job</source>
            <translation>Ouvrir le dossier des résultats de la tâche choisie</translation>
        </message>
        <message>
            <source>Hol&amp;d</source>
            <translation>Mettre en &amp;pause</translation>
        </message>
        <message>
            <source>Keep the selected jobs waiting</source>
            <translation>Faire attendre les tâches choisies</translation>
        </message>
        <message>
            <source>Re&amp;lease</source>
            <translation>&amp;Libérer</translation>
        </message>
        <message>
            <source>Let the selected jobs start</source>
            <translation>Laisser démarrer les tâches choisies</translation>
        </message>
        <message>
            <source>&amp;Raise priority</source>
            <translation>Aug&amp;menter la priorité</translation>
        </message>
        <message>
            <source>Start the selected jobs earlier</source>
            <translation>Démarrer plus tôt les tâches choisies</translation>
        </message>
        <message>
            <source>&amp;Lower priority</source>
            <translation>&amp;Baisser la priorité</translation>
        </message>
        <message>
            <source>Start the selected jobs later</source>
            <translation>Démarrer plus tard les tâches choisies</translation>
        </message>
        <message>
            <source>Move to the &amp;end of the queue</source>
            <translation>Mettre à la &amp;fin de la file</translation>
        </message>
        <message>
            <source>Move the selected jobs behind all others</source>
            <translation>Placer les tâches choisies après toutes les autres</translation>
        </message>
        <message>
            <source>Run again with c&amp;hanges…</source>
            <translation>Relancer avec des c&amp;hangements…</translation>
        </message>
        <message>
            <source>Open the form of a new job filled in like the selected one</source>
            <translation>Ouvrir le formulaire d’une nouvelle tâche rempli comme celle choisie</translation>
        </message>
        <message>
            <source>&amp;Notebooks</source>
            <translation>&amp;Notebooks</translation>
        </message>
        <message>
            <source>Show the notebooks at the left</source>
            <translation>Montrer les notebooks à gauche</translation>
        </message>
        <message>
            <source>&amp;Details of the job</source>
            <translation>&amp;Détails de la tâche</translation>
        </message>
        <message>
            <source>Show what belongs to the selected job</source>
            <translation>Montrer ce qui appartient à la tâche choisie</translation>
        </message>
        <message>
            <source>Details at the &amp;right</source>
            <translation>Détails à d&amp;roite</translation>
        </message>
        <message>
            <source>Details beside the table instead of below</source>
            <translation>Détails à côté du tableau plutôt qu’en dessous</translation>
        </message>
        <message>
            <source>&amp;Filter jobs</source>
            <translation>&amp;Filtrer les tâches</translation>
        </message>
        <message>
            <source>Filter the job table</source>
            <translation>Filtrer le tableau des tâches</translation>
        </message>
        <message>
            <source>&amp;Preferences…</source>
            <translation>&amp;Préférences…</translation>
        </message>
        <message>
            <source>Appearance, language, notifications</source>
            <translation>Apparence, langue, notifications</translation>
        </message>
        <message>
            <source>Check the &amp;set-up…</source>
            <translation>Vérifier l’in&amp;stallation…</translation>
        </message>
        <message>
            <source>Look for what is missing on this machine</source>
            <translation>Chercher ce qui manque sur cette machine</translation>
        </message>
        <message>
            <source>Add a &amp;Jupyter server…</source>
            <translation>Ajouter un serveur &amp;Jupyter…</translation>
        </message>
        <message>
            <source>Run notebooks on a server you already have</source>
            <translation>Exécuter des notebooks sur un serveur que vous avez déjà</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Quitter</translation>
        </message>
        <message>
            <source>End the program</source>
            <translation>Terminer le programme</translation>
        </message>
        <message>
            <source>&amp;About Colab Controller</source>
            <translation>À propos de &amp;Colab Controller</translation>
        </message>
        <message>
            <source>Version and licence</source>
            <translation>Version et licence</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Fichier</translation>
        </message>
        <message>
            <source>&amp;Jobs</source>
            <translation>&amp;Tâches</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>Affic&amp;hage</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Aide</translation>
        </message>
        <message>
            <source>Main tool bar</source>
            <translation>Barre d’outils principale</translation>
        </message>
        <message numerus="yes">
            <source>Quit while %n job(s) run(s)?</source>
            <translation>
                <numerusform>Quitter pendant que %n tâche s’exécute ?</numerusform>
                <numerusform>Quitter pendant que %n tâches s’exécutent ?</numerusform>
            </translation>
        </message>
        <message>
            <source>The notebooks go on running without this program. It picks them up again, with all their outputs, when it is next started. Waiting jobs do not start until then.</source>
            <translation>Les notebooks continuent sans ce programme. Il les reprend, avec toutes leurs sorties, à son prochain démarrage. Les tâches en attente ne démarrent pas avant.</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Quitter</translation>
        </message>
        <message>
            <source>Stay</source>
            <translation>Rester</translation>
        </message>
        <message>
            <source>&amp;Resume queue</source>
            <translation>&amp;Reprendre la file</translation>
        </message>
        <message numerus="yes">
            <source>%n running notebook(s) will be interrupted; the results so far are kept.</source>
            <translation>
                <numerusform>%n notebook en cours sera interrompu ; les résultats obtenus sont gardés.</numerusform>
                <numerusform>%n notebooks en cours seront interrompus ; les résultats obtenus sont gardés.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting job(s) will not start.</source>
            <translation>
                <numerusform>%n tâche en attente ne démarrera pas.</numerusform>
                <numerusform>%n tâches en attente ne démarreront pas.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cancel %n job(s)?</source>
            <translation>
                <numerusform>Annuler %n tâche ?</numerusform>
                <numerusform>Annuler %n tâches ?</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel the jobs</source>
            <translation>Annuler les tâches</translation>
        </message>
        <message>
            <source>Keep them</source>
            <translation>Les garder</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) submitted</source>
            <translation>
                <numerusform>%n tâche soumise</numerusform>
                <numerusform>%n tâches soumises</numerusform>
            </translation>
        </message>
        <message>
            <source>About Colab Controller</source>
            <translation>À propos de Colab Controller</translation>
        </message>
        <message>
            <source>Colab Controller %1</source>
            <translation>Colab Controller %1</translation>
        </message>
        <message>
            <source>Queues and runs notebooks, and keeps every result.
Free software under the GNU General Public License, version 3 or later.</source>
            <translation>Met en file et exécute des notebooks, et garde chaque résultat.
Logiciel libre sous la licence publique générale GNU, version 3 ou ultérieure.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>&amp;Group by sweep</source>
            <translation>&amp;Grouper par balayage</translation>
        </message>
        <message>
            <source>Show the jobs of a sweep under one row that sums them up</source>
            <translation>Montrer les tâches d’un balayage sous une ligne qui les résume</translation>
        </message>
        <message numerus="yes">
            <source>Run %n job(s) again?</source>
            <translation>
                <numerusform>Relancer %n tâche ?</numerusform>
                <numerusform>Relancer %n tâches ?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them succeeded; the new run replaces its results.</source>
            <translation>
                <numerusform>%n d’entre elles a réussi ; la nouvelle exécution remplace ses résultats.</numerusform>
                <numerusform>%n d’entre elles ont réussi ; la nouvelle exécution remplace leurs résultats.</numerusform>
            </translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Relancer</translation>
        </message>
        <message>
            <source>Keep the results</source>
            <translation>Garder les résultats</translation>
        </message>
        <message>
            <source>&amp;Google accounts…</source>
            <translation>Comptes &amp;Google…</translation>
        </message>
        <message>
            <source>Sign in and out; what each account allows</source>
            <translation>Se connecter et se déconnecter ; ce que chaque compte autorise</translation>
        </message>
        <message>
            <source>&amp;Machines…</source>
            <translation>&amp;Machines…</translation>
        </message>
        <message>
            <source>The machines that exist now; release one, or give it to the queue</source>
            <translation>Les machines qui existent ; en libérer une, ou la donner à la file</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::MessageBar</name>
        <message>
            <source>Message</source>
            <translation>Message</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Détails</translation>
        </message>
        <message>
            <source>Show what the system or the server said</source>
            <translation>Montrer ce que le système ou le serveur a dit</translation>
        </message>
        <message>
            <source>Dismiss this message</source>
            <translation>Fermer ce message</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>Details of the error</source>
            <translation>Détails de l’erreur</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::NotebookPanel</name>
        <message>
            <source>Search notebooks</source>
            <translation>Chercher des notebooks</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>Récents</translation>
        </message>
        <message>
            <source>Recent notebooks</source>
            <translation>Notebooks récents</translation>
        </message>
        <message>
            <source>Choose the folder with your notebooks</source>
            <translation>Choisir le dossier de vos notebooks</translation>
        </message>
        <message>
            <source>Choose folder</source>
            <translation>Choisir le dossier</translation>
        </message>
        <message>
            <source>Notebooks</source>
            <translation>Notebooks</translation>
        </message>
        <message>
            <source>Found notebooks</source>
            <translation>Notebooks trouvés</translation>
        </message>
        <message>
            <source>Folder with your notebooks</source>
            <translation>Dossier de vos notebooks</translation>
        </message>
        <message>
            <source>No notebook found</source>
            <translation>Aucun notebook trouvé</translation>
        </message>
        <message>
            <source>There are more: add a word</source>
            <translation>Il y en a d’autres : ajoutez un mot</translation>
        </message>
        <message>
            <source>New job…</source>
            <translation>Nouvelle tâche…</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ouvrir le dossier</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::Notifier</name>
        <message numerus="yes">
            <source>%n succeeded</source>
            <translation>
                <numerusform>%n réussie</numerusform>
                <numerusform>%n réussies</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n en échec</numerusform>
                <numerusform>%n en échec</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) have ended</source>
            <translation>
                <numerusform>%n tâche est terminée</numerusform>
                <numerusform>%n tâches sont terminées</numerusform>
            </translation>
        </message>
        <message>
            <source>Finished in %1</source>
            <translation>Terminé en %1</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Montrer</translation>
        </message>
        <message>
            <source>No compute units are left</source>
            <translation>Il ne reste plus d’unités de calcul</translation>
        </message>
        <message>
            <source>%1: Colab ends the machines when they are used up.</source>
            <translation>%1 : Colab arrête les machines quand elles sont épuisées.</translation>
        </message>
        <message numerus="yes">
            <source>Compute units for %n minute(s) are left</source>
            <translation>
                <numerusform>Il reste des unités de calcul pour %n minute</numerusform>
                <numerusform>Il reste des unités de calcul pour %n minutes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::OutputView</name>
        <message>
            <source>Executed notebook</source>
            <translation>Notebook exécuté</translation>
        </message>
        <message>
            <source>Jump to running</source>
            <translation>Aller à la cellule en cours</translation>
        </message>
        <message>
            <source>Show the running cell and follow it</source>
            <translation>Montrer la cellule en cours et la suivre</translation>
        </message>
        <message>
            <source>No job selected</source>
            <translation>Aucune tâche choisie</translation>
        </message>
        <message>
            <source>Select a job in the table to see its notebook, charts and files.</source>
            <translation>Choisissez une tâche dans le tableau pour voir son notebook, ses courbes et ses fichiers.</translation>
        </message>
        <message>
            <source>This job has not started</source>
            <translation>Cette tâche n’a pas démarré</translation>
        </message>
        <message>
            <source>Its outputs appear here, cell by cell, once it runs.</source>
            <translation>Ses sorties apparaissent ici, cellule par cellule, dès qu’elle s’exécute.</translation>
        </message>
        <message>
            <source>Getting ready</source>
            <translation>Préparation</translation>
        </message>
        <message>
            <source>The runtime is starting; outputs appear here as they are made.</source>
            <translation>L’environnement démarre ; les sorties apparaissent ici au fur et à mesure.</translation>
        </message>
        <message>
            <source>No outputs</source>
            <translation>Aucune sortie</translation>
        </message>
        <message>
            <source>This job ended before the notebook ran. The Log tab says more.</source>
            <translation>Cette tâche s’est terminée avant l’exécution du notebook. L’onglet Journal en dit plus.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ParameterField</name>
        <message>
            <source>Values of %1</source>
            <translation>Valeurs de %1</translation>
        </message>
        <message>
            <source>1, 2, 5 or 1..10</source>
            <translation>1, 2, 5 ou 1..10</translation>
        </message>
        <message>
            <source>0.1, 0.2 or 0.1..0.5 step 0.1</source>
            <translation>0.1, 0.2 ou 0.1..0.5 pas 0.1</translation>
        </message>
        <message>
            <source>one, two, three</source>
            <translation>un, deux, trois</translation>
        </message>
        <message>
            <source>Several values: one job for each</source>
            <translation>Plusieurs valeurs : une tâche pour chacune</translation>
        </message>
        <message>
            <source>Several values of %1</source>
            <translation>Plusieurs valeurs de %1</translation>
        </message>
        <message>
            <source>Back to the default: %1</source>
            <translation>Revenir à la valeur par défaut : %1</translation>
        </message>
        <message>
            <source>Reset %1</source>
            <translation>Rétablir %1</translation>
        </message>
        <message numerus="yes">
            <source>%n value(s): click for a single one</source>
            <translation>
                <numerusform>%n valeur : cliquez pour une seule</numerusform>
                <numerusform>%n valeurs : cliquez pour une seule</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ParametersView</name>
        <message>
            <source>Parameters of the job</source>
            <translation>Paramètres de la tâche</translation>
        </message>
        <message>
            <source>Parameter</source>
            <translation>Paramètre</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Valeur</translation>
        </message>
        <message>
            <source>Run again with changes…</source>
            <translation>Relancer avec des changements…</translation>
        </message>
        <message>
            <source>Open the form of a new job filled in like this one</source>
            <translation>Ouvrir le formulaire d’une nouvelle tâche rempli comme celle-ci</translation>
        </message>
        <message>
            <source>No job selected</source>
            <translation>Aucune tâche choisie</translation>
        </message>
        <message>
            <source>Select a job in the table to see its parameters.</source>
            <translation>Choisissez une tâche dans le tableau pour voir ses paramètres.</translation>
        </message>
        <message>
            <source>All parameters have the notebook's own values.</source>
            <translation>Tous les paramètres ont les valeurs du notebook.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::PreferencesDialog</name>
        <message>
            <source>Preferences</source>
            <translation>Préférences</translation>
        </message>
        <message>
            <source>Search preferences</source>
            <translation>Chercher dans les préférences</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Apparence</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Couleurs</translation>
        </message>
        <message>
            <source>Like the desktop</source>
            <translation>Comme le bureau</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Claires</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Sombres</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Langue</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>&amp;Couleurs</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>&amp;Langue</translation>
        </message>
        <message>
            <source>Notify me when a job</source>
            <translation>Me prévenir quand une tâche</translation>
        </message>
        <message>
            <source>has &amp;succeeded</source>
            <translation>a &amp;réussi</translation>
        </message>
        <message>
            <source>has &amp;failed or timed out</source>
            <translation>a &amp;échoué ou duré trop longtemps</translation>
        </message>
        <message>
            <source>has lost its &amp;runtime</source>
            <translation>a &amp;perdu son environnement</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenêtre</translation>
        </message>
        <message>
            <source>Closing the window &amp;keeps jobs running in the tray</source>
            <translation>Fermer la fenêtre &amp;garde les tâches en cours dans la zone de notification</translation>
        </message>
        <message>
            <source>Without a tray, closing the window quits</source>
            <translation>Sans zone de notification, fermer la fenêtre quitte le programme</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::RichBlockWidget</name>
        <message>
            <source>Formatted output</source>
            <translation>Sortie mise en forme</translation>
        </message>
        <message>
            <source>Only the beginning is shown; the whole output is in executed.ipynb.</source>
            <translation>Seul le début est montré ; toute la sortie est dans executed.ipynb.</translation>
        </message>
        <message>
            <source>Scripts and remote content of this output are not shown.</source>
            <translation>Les scripts et le contenu distant de cette sortie ne sont pas montrés.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ServerDialog</name>
        <message>
            <source>Add a Jupyter server</source>
            <translation>Ajouter un serveur Jupyter</translation>
        </message>
        <message>
            <source>Paste the address that the server printed when it started; the token in it goes to your keychain.</source>
            <translation>Collez l’adresse que le serveur a affichée à son démarrage ; son jeton va dans votre trousseau.</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Jeton</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nom</translation>
        </message>
        <message>
            <source>&amp;Address</source>
            <translation>&amp;Adresse</translation>
        </message>
        <message>
            <source>&amp;Token</source>
            <translation>&amp;Jeton</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Nom</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Ajouter</translation>
        </message>
        <message>
            <source>Write an address such as http://localhost:8888</source>
            <translation>Écrivez une adresse comme http://localhost:8888</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::StatusArea</name>
        <message>
            <source>Reading jobs: %1 of %2</source>
            <translation>Lecture des tâches : %1 sur %2</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Démarrage…</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Prêt</translation>
        </message>
        <message>
            <source>Connected to the engine of another process</source>
            <translation>Connecté au moteur d’un autre processus</translation>
        </message>
        <message>
            <source>The engine is not running</source>
            <translation>Le moteur ne fonctionne pas</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Arrêt…</translation>
        </message>
        <message>
            <source>queue on hold</source>
            <translation>file en pause</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n en cours</numerusform>
                <numerusform>%n en cours</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n en file</numerusform>
                <numerusform>%n en file</numerusform>
            </translation>
        </message>
        <message>
            <source>Compute units: %1</source>
            <translation>Unités de calcul : %1</translation>
        </message>
        <message>
            <source>budget spent</source>
            <translation>budget épuisé</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::TextBlockWidget</name>
        <message>
            <source>Error stream</source>
            <translation>Flux d’erreurs</translation>
        </message>
        <message>
            <source>Text output</source>
            <translation>Sortie de texte</translation>
        </message>
        <message>
            <source>Show all %1 lines</source>
            <translation>Montrer les %1 lignes</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::TrayController</name>
        <message>
            <source>Open window</source>
            <translation>Ouvrir la fenêtre</translation>
        </message>
        <message>
            <source>New job…</source>
            <translation>Nouvelle tâche…</translation>
        </message>
        <message>
            <source>Hold queue</source>
            <translation>Mettre la file en pause</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Quitter</translation>
        </message>
        <message>
            <source>Nothing is running</source>
            <translation>Rien ne s’exécute</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n en cours</numerusform>
                <numerusform>%n en cours</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n en file</numerusform>
                <numerusform>%n en file</numerusform>
            </translation>
        </message>
        <message>
            <source>Queue is on hold</source>
            <translation>La file est en pause</translation>
        </message>
    </context>
    <context>
        <name>main</name>
        <message>
            <source>Queues and runs notebooks, and keeps every result.</source>
            <translation>Met en file et exécute des notebooks, et garde chaque résultat.</translation>
        </message>
        <message>
            <source>Folder of jobs and runtimes.</source>
            <translation>Dossier des tâches et des environnements.</translation>
        </message>
        <message>
            <source>Configuration file.</source>
            <translation>Fichier de configuration.</translation>
        </message>
        <message>
            <source>Notebooks or folders to run.</source>
            <translation>Notebooks ou dossiers à exécuter.</translation>
        </message>
    </context>
    <context>
        <name>CheckText</name>
        <message>
            <source>Data folder</source>
            <translation>Dossier des données</translation>
        </message>
        <message>
            <source>Results folder</source>
            <translation>Dossier des résultats</translation>
        </message>
        <message>
            <source>Jupyter server</source>
            <translation>Serveur Jupyter</translation>
        </message>
        <message>
            <source>Kernels</source>
            <translation>Noyaux</translation>
        </message>
        <message>
            <source>Keychain</source>
            <translation>Trousseau</translation>
        </message>
        <message>
            <source>Disk space</source>
            <translation>Espace disque</translation>
        </message>
        <message>
            <source>Configuration</source>
            <translation>Configuration</translation>
        </message>
        <message>
            <source>Provider %1</source>
            <translation>Fournisseur %1</translation>
        </message>
        <message>
            <source>%1 free</source>
            <translation>%1 libres</translation>
        </message>
        <message>
            <source>There is none: tokens are kept in memory until the program ends.</source>
            <translation>Il n’y en a pas : les jetons restent en mémoire jusqu’à la fin du programme.</translation>
        </message>
        <message>
            <source>Google account</source>
            <translation>Compte Google</translation>
        </message>
        <message>
            <source>allowed: %1</source>
            <translation>autorisé : %1</translation>
        </message>
        <message>
            <source>not allowed: %1</source>
            <translation>non autorisé : %1</translation>
        </message>
        <message>
            <source>kept in memory until the program ends: there is no keychain</source>
            <translation>gardé en mémoire jusqu’à la fin du programme : il n’y a pas de trousseau</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::PresetButton</name>
        <message>
            <source>Presets</source>
            <translation>Préréglages</translation>
        </message>
        <message>
            <source>Fill the form from choices kept under a name, or keep these</source>
            <translation>Remplir le formulaire avec des choix gardés sous un nom, ou garder ceux-ci</translation>
        </message>
        <message>
            <source>No preset yet</source>
            <translation>Aucun préréglage</translation>
        </message>
        <message>
            <source>Keep these choices…</source>
            <translation>Garder ces choix…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Supprimer</translation>
        </message>
        <message>
            <source>Take in a file…</source>
            <translation>Reprendre un fichier…</translation>
        </message>
        <message>
            <source>Save to a file…</source>
            <translation>Enregistrer dans un fichier…</translation>
        </message>
        <message>
            <source>Keep these choices</source>
            <translation>Garder ces choix</translation>
        </message>
        <message>
            <source>Name of the preset; one with the same name is replaced:</source>
            <translation>Nom du préréglage ; celui du même nom est remplacé :</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Garder</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Take in a preset</source>
            <translation>Reprendre un préréglage</translation>
        </message>
        <message>
            <source>Presets (*.json)</source>
            <translation>Préréglages (*.json)</translation>
        </message>
        <message>
            <source>Save the preset</source>
            <translation>Enregistrer le préréglage</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::WelcomePage</name>
        <message>
            <source>Welcome</source>
            <translation>Bienvenue</translation>
        </message>
        <message>
            <source>Run your first notebook</source>
            <translation>Lancez votre premier notebook</translation>
        </message>
        <message>
            <source>Drop notebooks or a folder anywhere in this window, or start here.</source>
            <translation>Déposez des notebooks ou un dossier n’importe où dans cette fenêtre, ou commencez ici.</translation>
        </message>
        <message>
            <source>Try it here now</source>
            <translation>Essayer tout de suite</translation>
        </message>
        <message>
            <source>Runs a small sample notebook on this machine. It takes about twenty seconds and needs no account.</source>
            <translation>Exécute un petit notebook d’exemple sur cette machine, en une vingtaine de secondes et sans compte.</translation>
        </message>
        <message>
            <source>Run the sample</source>
            <translation>Lancer l’exemple</translation>
        </message>
        <message>
            <source>Run a notebook of yours</source>
            <translation>Lancer un de vos notebooks</translation>
        </message>
        <message>
            <source>A form made from its parameters opens; then it runs, and its results are kept.</source>
            <translation>Un formulaire fait de ses paramètres s’ouvre ; puis il s’exécute, et ses résultats sont gardés.</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Choisir…</translation>
        </message>
        <message>
            <source>Use a Jupyter server you have</source>
            <translation>Utiliser un serveur Jupyter à vous</translation>
        </message>
        <message>
            <source>On another machine or in the lab, by its address and token. The token goes to your keychain.</source>
            <translation>Sur une autre machine ou au laboratoire, par son adresse et son jeton. Le jeton va dans votre trousseau.</translation>
        </message>
        <message>
            <source>Add…</source>
            <translation>Ajouter…</translation>
        </message>
        <message>
            <source>Check again</source>
            <translation>Vérifier à nouveau</translation>
        </message>
        <message>
            <source>Show all checks…</source>
            <translation>Toutes les vérifications…</translation>
        </message>
        <message>
            <source>Checking this machine…</source>
            <translation>Vérification de cette machine…</translation>
        </message>
        <message>
            <source>This machine is ready to run notebooks.</source>
            <translation>Cette machine est prête à exécuter des notebooks.</translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) need(s) your attention.</source>
            <translation>
                <numerusform>%n point demande votre attention.</numerusform>
                <numerusform>%n points demandent votre attention.</numerusform>
            </translation>
        </message>
        <message>
            <source>Use Google Colab</source>
            <translation>Utiliser Google Colab</translation>
        </message>
        <message>
            <source>Rents machines with GPUs. Sign in to your Google account; what that needs is explained there.</source>
            <translation>Loue des machines avec GPU. Connectez-vous à votre compte Google ; ce qu’il faut pour cela y est expliqué.</translation>
        </message>
        <message>
            <source>Sign in…</source>
            <translation>Se connecter…</translation>
        </message>
        <message>
            <source>Signed in as %1. Drop a notebook here and choose colab as its provider.</source>
            <translation>Connecté en tant que %1. Déposez un notebook ici et choisissez colab comme fournisseur.</translation>
        </message>
        <message>
            <source>Accounts…</source>
            <translation>Comptes…</translation>
        </message>
    </context>
    <context>
        <name>AccountText</name>
        <message>
            <source>Sign in again: Google ends each sign-in after seven days while the consent screen of the OAuth client is in testing.</source>
            <translation>Reconnectez-vous : Google met fin à chaque connexion après sept jours tant que l’écran de consentement du client OAuth est en test.</translation>
        </message>
        <message>
            <source>Sign in again: your organisation limits how long it lasts.</source>
            <translation>Reconnectez-vous : votre organisation limite la durée des connexions.</translation>
        </message>
        <message>
            <source>The OAuth client was deleted or changed: sign in with its new file.</source>
            <translation>Le client OAuth a été supprimé ou modifié : connectez-vous avec son nouveau fichier.</translation>
        </message>
        <message>
            <source>Sign in again: access was taken back in the Google account.</source>
            <translation>Reconnectez-vous : l’accès a été retiré dans le compte Google.</translation>
        </message>
        <message>
            <source>Sign in again: Google does not accept the sign-in any more.</source>
            <translation>Reconnectez-vous : Google n’accepte plus la connexion.</translation>
        </message>
        <message>
            <source>Signed in for this run only: there is no keychain, so it is kept in memory until the program ends.</source>
            <translation>Connecté pour cette session seulement : faute de trousseau, la connexion est gardée en mémoire jusqu’à la fin du programme.</translation>
        </message>
        <message>
            <source>Signed in</source>
            <translation>Connecté</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::AccountCard</name>
        <message>
            <source>%1 (default)</source>
            <translation>%1 (par défaut)</translation>
        </message>
        <message>
            <source>Allowed: %1</source>
            <translation>Autorisé : %1</translation>
        </message>
        <message>
            <source>not allowed: %1</source>
            <translation>non autorisé : %1</translation>
        </message>
        <message>
            <source>Sign in again</source>
            <translation>Se reconnecter</translation>
        </message>
        <message>
            <source>Renew the sign-in of %1</source>
            <translation>Renouveler la connexion de %1</translation>
        </message>
        <message>
            <source>Allow Drive</source>
            <translation>Autoriser Drive</translation>
        </message>
        <message>
            <source>Allow Cloud Storage</source>
            <translation>Autoriser Cloud Storage</translation>
        </message>
        <message>
            <source>For backups: only the files that this program makes there</source>
            <translation>Pour les sauvegardes : seulement les fichiers que ce programme y crée</translation>
        </message>
        <message>
            <source>For backups and inputs in buckets of yours</source>
            <translation>Pour les sauvegardes et les données dans vos buckets</translation>
        </message>
        <message>
            <source>Make default</source>
            <translation>Choisir par défaut</translation>
        </message>
        <message>
            <source>Use it for jobs that name no account</source>
            <translation>L’utiliser pour les tâches qui ne nomment pas de compte</translation>
        </message>
        <message>
            <source>Sign out…</source>
            <translation>Se déconnecter…</translation>
        </message>
        <message>
            <source>Take the sign-in back and forget the account</source>
            <translation>Retirer la connexion et oublier le compte</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::DropField</name>
        <message>
            <source>Choose…</source>
            <translation>Choisir…</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::SignInPage</name>
        <message>
            <source>Sign in to Google</source>
            <translation>Se connecter à Google</translation>
        </message>
        <message>
            <source>Google wants to know which program asks. That is said by an OAuth client of your own, made once and free of charge:</source>
            <translation>Google veut savoir quel programme demande. C’est ce que dit un client OAuth à vous, créé une seule fois et gratuit :</translation>
        </message>
        <message>
            <source>1. In the Google Cloud console open APIs and services, Credentials.
2. Create credentials, OAuth client ID, of the type Desktop app.
3. Download its JSON and drop it here.</source>
            <translation>1. Dans la console Google Cloud, ouvrez API et services, Identifiants.
2. Créez des identifiants, ID client OAuth, de type Application de bureau.
3. Téléchargez son JSON et déposez-le ici.</translation>
        </message>
        <message>
            <source>Open the Google Cloud console</source>
            <translation>Ouvrir la console Google Cloud</translation>
        </message>
        <message>
            <source>Drop the client file here (client_secret….json)</source>
            <translation>Déposez ici le fichier client (client_secret….json)</translation>
        </message>
        <message>
            <source>Allow &amp;Drive too, for backups (only files that this program makes)</source>
            <translation>Autoriser aussi &amp;Drive, pour les sauvegardes (seulement les fichiers de ce programme)</translation>
        </message>
        <message>
            <source>Allow Cloud &amp;Storage too, for backups and inputs</source>
            <translation>Autoriser aussi Cloud &amp;Storage, pour les sauvegardes et les données</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Continue in the browser</source>
            <translation>Continuer dans le navigateur</translation>
        </message>
        <message>
            <source>Choose the client file</source>
            <translation>Choisir le fichier client</translation>
        </message>
        <message>
            <source>Client files (*.json)</source>
            <translation>Fichiers client (*.json)</translation>
        </message>
        <message>
            <source>Go on in your browser</source>
            <translation>Continuez dans votre navigateur</translation>
        </message>
        <message>
            <source>Leave what is asked for ticked: without Colab and your e-mail address the program cannot work. If Google warns of an unverified app: that app is the client you made yourself.</source>
            <translation>Laissez coché ce qui est demandé : sans Colab ni votre adresse e-mail, le programme ne peut pas travailler. Si Google signale une application non validée : c’est le client que vous avez créé vous-même.</translation>
        </message>
        <message>
            <source>No browser opened? &amp;Open this address yourself:</source>
            <translation>Aucun navigateur ne s’est ouvert ? &amp;Ouvrez cette adresse vous-même :</translation>
        </message>
        <message>
            <source>Address of the sign-in page</source>
            <translation>Adresse de la page de connexion</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copier</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Rouvrir</translation>
        </message>
        <message>
            <source>Did the browser end on a page that it &amp;cannot load? Paste the address of that page:</source>
            <translation>Le navigateur a fini sur une page qu’il ne peut pas &amp;charger ? Collez l’adresse de cette page :</translation>
        </message>
        <message>
            <source>Address where the browser ended</source>
            <translation>Adresse où le navigateur a abouti</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Utiliser</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Terminé</translation>
        </message>
        <message>
            <source>The address is in the clipboard.</source>
            <translation>L’adresse est dans le presse-papiers.</translation>
        </message>
        <message>
            <source>Choose the client file first</source>
            <translation>Choisissez d’abord le fichier client</translation>
        </message>
        <message>
            <source>Without a file: %1 is used, which the environment names.</source>
            <translation>Sans fichier : %1 est utilisé, que l’environnement désigne.</translation>
        </message>
        <message>
            <source>Without a file: the client of the default account is used.</source>
            <translation>Sans fichier : le client du compte par défaut est utilisé.</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>Préparation…</translation>
        </message>
        <message>
            <source>Choose an account there and allow what is asked. This window goes on by itself.</source>
            <translation>Choisissez-y un compte et autorisez ce qui est demandé. Cette fenêtre continue d’elle-même.</translation>
        </message>
        <message>
            <source>Choose %1 there and allow what is asked. This window goes on by itself.</source>
            <translation>Choisissez-y %1 et autorisez ce qui est demandé. Cette fenêtre continue d’elle-même.</translation>
        </message>
        <message>
            <source>Signed in as %1</source>
            <translation>Connecté : %1</translation>
        </message>
        <message>
            <source>Allowed: %1</source>
            <translation>Autorisé : %1</translation>
        </message>
        <message>
            <source>Not allowed: %1. It can be added at any time, when a backup needs it.</source>
            <translation>Non autorisé : %1. Cela peut s’ajouter à tout moment, quand une sauvegarde en a besoin.</translation>
        </message>
        <message>
            <source>You asked for %1, but it was not ticked on the consent page. Add it from the list of accounts.</source>
            <translation>Vous avez demandé %1, mais ce n’était pas coché sur la page de consentement. Ajoutez-le depuis la liste des comptes.</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::AccountDialog</name>
        <message>
            <source>Google accounts</source>
            <translation>Comptes Google</translation>
        </message>
        <message>
            <source>Nobody is signed in</source>
            <translation>Personne n’est connecté</translation>
        </message>
        <message>
            <source>Colab, Drive and Cloud Storage need a Google account. Several are separate profiles: a job uses one of them.</source>
            <translation>Colab, Drive et Cloud Storage demandent un compte Google. Plusieurs comptes sont des profils séparés : une tâche en utilise un.</translation>
        </message>
        <message>
            <source>Sign in…</source>
            <translation>Se connecter…</translation>
        </message>
        <message>
            <source>Add account…</source>
            <translation>Ajouter un compte…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>Sign out %1?</source>
            <translation>Déconnecter %1 ?</translation>
        </message>
        <message>
            <source>The sign-in is taken back at Google and forgotten here. Jobs that need the account cannot start until it is signed in again. Runtimes that it has open stay open: release them first.</source>
            <translation>La connexion est retirée chez Google et oubliée ici. Les tâches qui ont besoin du compte ne peuvent pas démarrer avant qu’il soit reconnecté. Les machines qu’il a ouvertes restent ouvertes : libérez-les d’abord.</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Se déconnecter</translation>
        </message>
        <message>
            <source>Stay signed in</source>
            <translation>Rester connecté</translation>
        </message>
    </context>
    <context>
        <name>UsageText</name>
        <message>
            <source>Colab cannot be asked</source>
            <translation>Colab ne répond pas</translation>
        </message>
        <message>
            <source>%1 units left</source>
            <translation>%1 unités restantes</translation>
        </message>
        <message>
            <source>lasts until %1</source>
            <translation>jusqu’à %1</translation>
        </message>
        <message>
            <source>%1 of %2 units</source>
            <translation>%1 unités sur %2</translation>
        </message>
        <message>
            <source>Spent here today: %1</source>
            <translation>Dépensé ici aujourd’hui : %1</translation>
        </message>
        <message>
            <source>Spent here this month: %1</source>
            <translation>Dépensé ici ce mois-ci : %1</translation>
        </message>
        <message>
            <source>The balance fell by %1 today: machines elsewhere cost as well</source>
            <translation>Le solde a baissé de %1 aujourd’hui : des machines ailleurs coûtent aussi</translation>
        </message>
        <message>
            <source>Free units again at %1</source>
            <translation>Nouvelles unités gratuites à %1</translation>
        </message>
        <message>
            <source>As of %1</source>
            <translation>État à %1</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>At most %1 by the time limit</source>
            <translation>Au plus %1 d’après la limite de temps</translation>
        </message>
        <message>
            <source>Only %1 left</source>
            <translation>Il ne reste que %1</translation>
        </message>
        <message numerus="yes">
            <source>About %1 as in %n earlier run(s)</source>
            <translation>
                <numerusform>Environ %1 d’après %n exécution passée</numerusform>
                <numerusform>Environ %1 d’après %n exécutions passées</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CostText</name>
        <message>
            <source>%1 units</source>
            <translation>%1 unités</translation>
        </message>
        <message>
            <source>%1 units an hour</source>
            <translation>%1 unités par heure</translation>
        </message>
        <message>
            <source>free</source>
            <translation>gratuit</translation>
        </message>
        <message>
            <source>observed while it was the only machine</source>
            <translation>constaté quand elle était la seule machine</translation>
        </message>
        <message>
            <source>observed when the machine came</source>
            <translation>constaté à l’arrivée de la machine</translation>
        </message>
        <message>
            <source>its share of what the account spends</source>
            <translation>sa part de ce que dépense le compte</translation>
        </message>
        <message>
            <source>as observed on an earlier machine</source>
            <translation>constaté sur une machine précédente</translation>
        </message>
        <message>
            <source>as configured</source>
            <translation>selon la configuration</translation>
        </message>
        <message>
            <source>estimate</source>
            <translation>estimation</translation>
        </message>
    </context>
    <context>
        <name>cc::ui::MachinesDialog</name>
        <message>
            <source>Machines</source>
            <translation>Machines</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>Machine</source>
            <translation>Machine</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>Fournisseur</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>Tâche</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>Depuis</translation>
        </message>
        <message>
            <source>Give to the queue</source>
            <translation>Donner à la file</translation>
        </message>
        <message>
            <source>Jobs that fit run on it, in its kernel as it is, until it is released</source>
            <translation>Les tâches qui conviennent y tournent, dans son noyau tel qu’il est, jusqu’à sa libération</translation>
        </message>
        <message>
            <source>Release</source>
            <translation>Libérer</translation>
        </message>
        <message>
            <source>End it; what is in its memory and on its disk is gone</source>
            <translation>L’arrêter ; sa mémoire et son disque sont perdus</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Actualiser</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <source>Looking…</source>
            <translation>Recherche…</translation>
        </message>
        <message>
            <source>being asked for</source>
            <translation>demandée</translation>
        </message>
        <message>
            <source>in use</source>
            <translation>utilisée</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>gardée</translation>
        </message>
        <message>
            <source>given to the queue</source>
            <translation>donnée à la file</translation>
        </message>
        <message>
            <source>being released</source>
            <translation>en cours de libération</translation>
        </message>
        <message>
            <source>ready for the next job</source>
            <translation>prête pour la prochaine tâche</translation>
        </message>
        <message>
            <source>opened elsewhere</source>
            <translation>ouverte ailleurs</translation>
        </message>
        <message>
            <source>No machine is held, and the providers list none.</source>
            <translation>Aucune machine n’est tenue, et les fournisseurs n’en listent aucune.</translation>
        </message>
        <message numerus="yes">
            <source>%n machine(s)</source>
            <translation>
                <numerusform>%n machine</numerusform>
                <numerusform>%n machines</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::AcceleratorField</name>
        <message>
            <source>Accelerators</source>
            <translation>Accélérateurs</translation>
        </message>
        <message>
            <source>In order of preference: A100, L4, T4</source>
            <translation>Par ordre de préférence : A100, L4, T4</translation>
        </message>
        <message>
            <source>Choose accelerators</source>
            <translation>Choisir des accélérateurs</translation>
        </message>
        <message>
            <source>What the account may have, and what it costs</source>
            <translation>Ce que le compte peut avoir, et ce que cela coûte</translation>
        </message>
        <message>
            <source>%1 (choice %2)</source>
            <translation>%1 (choix %2)</translation>
        </message>
        <message>
            <source>not with this account</source>
            <translation>pas avec ce compte</translation>
        </message>
        <message>
            <source>Price: %1</source>
            <translation>Prix : %1</translation>
        </message>
        <message>
            <source>Nobody knows the price</source>
            <translation>Prix inconnu</translation>
        </message>
        <message>
            <source>price not known</source>
            <translation>prix inconnu</translation>
        </message>
    </context>
</TS>
