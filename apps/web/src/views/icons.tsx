import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  );
}

export const BackIcon = () => (
  <Icon>
    <path d="M12.500 4.500 7 10l5.500 5.500" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="7.500" cy="7" r="2.800" />
    <path d="M2.500 16c.3-3 2.300-4.700 5-4.700s4.700 1.700 5 4.700M13 4.500a2.800 2.800 0 0 1 0 5M14.500 11.800c1.800.6 2.800 2.100 3 4.200" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M8.500 11.500a3 3 0 0 0 4.300 0l2.900-2.900a3 3 0 0 0-4.300-4.300l-.9.9M11.500 8.500a3 3 0 0 0-4.300 0l-2.900 2.900a3 3 0 0 0 4.300 4.300l.9-.9" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M10 16V4.500M5 9.500l5-5 5 5" />
  </Icon>
);

export const EditIcon = () => (
  <Icon>
    <path d="m4 16 .8-3.400L13 4.400a1.600 1.600 0 0 1 2.300 0l.3.3a1.600 1.600 0 0 1 0 2.300l-8.200 8.200z" />
  </Icon>
);

export const DeleteIcon = () => (
  <Icon>
    <path d="M4 6h12M8 6V4.200h4V6M5.500 6l.7 9.800h7.600L14.500 6" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m5.500 5.500 9 9m0-9-9 9" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M10 4v11.500M5 10.500l5 5 5-5" />
  </Icon>
);
